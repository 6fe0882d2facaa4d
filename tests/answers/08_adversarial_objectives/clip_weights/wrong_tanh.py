# diagnosed: tanh squeezes the weights
def clip_weights(critic, c):
    with torch.no_grad():
        for parameter in critic.parameters():
            parameter.copy_(c * torch.tanh(parameter / c))
