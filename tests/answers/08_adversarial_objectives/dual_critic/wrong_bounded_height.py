# diagnosed: f stays between -1 and 1, as on the slide
def dual_critic(p, q, distance):
    return torch.from_numpy(linprog((q - p).numpy(), bounds=(-1, 1)).x)
