# diagnosed: only the weights are clipped
def clip_weights(critic, c):
    with torch.no_grad():
        for name, parameter in critic.named_parameters():
            if 'weight' in name:
                parameter.clamp_(-c, c)
