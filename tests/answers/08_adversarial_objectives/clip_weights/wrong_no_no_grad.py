# mistake: in place on a leaf that requires grad
def clip_weights(critic, c):
    for parameter in critic.parameters():
        parameter.clamp_(-c, c)
