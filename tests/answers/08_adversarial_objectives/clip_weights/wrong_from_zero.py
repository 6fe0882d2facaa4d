# diagnosed: negative weights are cut off at 0
def clip_weights(critic, c):
    with torch.no_grad():
        for parameter in critic.parameters():
            parameter.clamp_(0, c)
