# right: entries outside are set by masks
@torch.no_grad()
def clip_weights(critic, c):
    for module in critic.modules():
        for parameter in module.parameters(recurse=False):
            parameter[parameter > c] = c
            parameter[parameter < -c] = -c
