"""Cells that change how the process works: its folder, its settings, its outputs, its default dtype."""

FIRST = """\
import gc, logging, os, random, sys, warnings
import numpy as np
os.makedirs("elsewhere", exist_ok=True)
os.chdir("elsewhere")
os.environ.clear()
warnings.simplefilter("error")
np.seterr(all="raise")
logging.basicConfig(level=logging.DEBUG)
gc.disable()
torch.set_default_dtype(torch.float64)
torch.manual_seed(0)
torch.set_num_threads(2)
torch.set_grad_enabled(False)
torch.set_grad_enabled(True)
sys.setrecursionlimit(500)
sys.stdout = open(os.devnull, "w")
"""
