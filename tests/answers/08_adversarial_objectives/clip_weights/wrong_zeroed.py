# diagnosed: weights outside are set to 0
def clip_weights(critic, c):
    with torch.no_grad():
        for parameter in critic.parameters():
            parameter[parameter.abs() > c] = 0
