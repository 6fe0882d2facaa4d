"""A cell that writes files, and an answer that reads them."""

FIRST = """\
import json, os, tempfile
os.makedirs("data", exist_ok=True)
json.dump({"half": 0.5}, open("data/half.json", "w"))
torch.save(torch.ones(1), "one.pt")
scratch = tempfile.mkdtemp()
"""
ANSWERS = {
    "gaussian_kl": """\
def gaussian_kl(mu, logvar):
    half = json.load(open("data/half.json"))["half"] * torch.load("one.pt").item()
    return half * (mu.square() + logvar.exp() - 1 - logvar).sum(-1)
"""
}
