# diagnosed: each tensor is scaled down
def clip_weights(critic, c):
    with torch.no_grad():
        for parameter in critic.parameters():
            largest = parameter.abs().max()
            if largest > c:
                parameter.mul_(c / largest)
