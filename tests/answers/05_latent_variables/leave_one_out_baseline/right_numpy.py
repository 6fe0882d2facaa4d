# right: numpy.delete for every draw
def leave_one_out_baseline(f):
    import numpy
    
    values = f.numpy()
    return torch.tensor([numpy.delete(values, s).mean() for s in range(len(values))], dtype=f.dtype)
