# diagnosed: a layer may have parameters of other names
def clip_weights(critic, c):
    for n, p in critic.named_parameters():
        if n.endswith(("weight", "bias")):
            p.data.clamp_(-c, c)
