# diagnosed: only the linear layers are clipped
def clip_weights(critic, c):
    with torch.no_grad():
        for module in critic.modules():
            if isinstance(module, nn.Linear):
                module.weight.clamp_(-c, c)
                module.bias.clamp_(-c, c)
