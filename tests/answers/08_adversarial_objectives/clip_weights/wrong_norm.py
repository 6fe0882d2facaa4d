# diagnosed: each tensor's norm is brought to c
def clip_weights(critic, c):
    with torch.no_grad():
        for parameter in critic.parameters():
            norm = parameter.norm()
            if norm > c:
                parameter.mul_(c / norm)
