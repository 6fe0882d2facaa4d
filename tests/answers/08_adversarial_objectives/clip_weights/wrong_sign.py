# diagnosed: all weights are pushed to the bounds
def clip_weights(critic, c):
    with torch.no_grad():
        for parameter in critic.parameters():
            parameter.copy_(c * parameter.sign())
