# right: the gradients of q's parameters by the chain rule, one closure
def svi_step(log_joint, x, mu, logvar, index, eps, optimizer):
    seen = []

    def closure():
        optimizer.zero_grad()
        m = mu.index_select(0, index)
        v = logvar.gather(0, index[:, None].expand(-1, logvar.shape[1]))
        z = torch.addcmul(m, (v / 2).exp(), eps)
        log_p = torch.stack([log_joint(x[index], draw) for draw in z])
        H = v.shape[1] * 0.5 * math.log(2 * math.pi * math.e) + v.sum(1) / 2
        loss = -(log_p.sum() / len(eps) + H.sum()) / len(index)
        loss.backward()
        seen.append(loss.item())
        return loss

    optimizer.step(closure)
    return seen[0]
