# right: one example at a time
def gradient_penalty(critic, real, fake, eps):
    penalties = []
    for x, y, e in zip(real, fake, eps):
        point = (e * x + (1 - e) * y).detach().clone().requires_grad_(True)
        slope = torch.autograd.grad(critic(point.unsqueeze(0)).squeeze(), point, create_graph=True)[0]
        penalties.append((torch.sqrt((slope**2).sum()) - 1) ** 2)
    return torch.stack(penalties)
