"""Cells that await, as notebooks may."""

FIRST = """\
import asyncio
async def answer():
    await asyncio.sleep(0.01)
    return 0.5
half = await answer()
"""
ANSWERS = {
    "gaussian_kl": """\
def gaussian_kl(mu, logvar):
    return half * (mu.square() + logvar.exp() - 1 - logvar).sum(-1)
"""
}
