# right: copy_ of a minimum and a maximum
def clip_weights(critic, c):
    bound = torch.tensor(float(c))
    with torch.no_grad():
        for name, parameter in critic.named_parameters():
            parameter.copy_(torch.minimum(torch.maximum(parameter, -bound.to(parameter)), bound.to(parameter)))
