# diagnosed: change the parameters themselves, in place
def clip_weights(critic, c):
    clipped = copy.deepcopy(critic)
    with torch.no_grad():
        for parameter in clipped.parameters():
            parameter.clamp_(-c, c)
    return clipped
