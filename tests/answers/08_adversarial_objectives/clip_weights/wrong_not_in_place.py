# diagnosed: change the parameters themselves, in place
def clip_weights(critic, c):
    for parameter in critic.parameters():
        parameter = parameter.clamp(-c, c)
