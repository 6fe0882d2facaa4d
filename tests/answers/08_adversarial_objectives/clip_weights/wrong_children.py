# diagnosed: linear layers inside another layer, and other layers, are left out
def clip_weights(critic, c):
    with torch.no_grad():
        for module in [critic, *critic.children()]:
            if isinstance(module, nn.Linear):
                module.weight.clamp_(-c, c)
                module.bias.clamp_(-c, c)
