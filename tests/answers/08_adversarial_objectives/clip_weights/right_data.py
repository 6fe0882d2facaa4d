# right: new data
def clip_weights(critic, c):
    for parameter in critic.parameters():
        parameter.data = parameter.data.clamp(-c, c)
