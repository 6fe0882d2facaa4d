# diagnosed: only the upper bound is kept
def clip_weights(critic, c):
    with torch.no_grad():
        for parameter in critic.parameters():
            parameter.clamp_(max=c)
