# diagnosed: change the parameters themselves, in place
def clip_weights(critic, c):
    for parameter in critic.parameters():
        if parameter.grad is not None:
            parameter.grad.clamp_(-c, c)
