# right: a clone whose lowest values are set to 0
keep_top_k = lambda z, k: z.clone().scatter_(1, (-z).topk(z.shape[1] - k).indices, 0.0)
