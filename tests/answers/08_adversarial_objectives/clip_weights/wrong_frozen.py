# diagnosed: cannot be trained any more after clipping
def clip_weights(critic, c):
    critic.requires_grad_(False)
    for parameter in critic.parameters():
        parameter.clamp_(-c, c)
