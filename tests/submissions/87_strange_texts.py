"""Half a surrogate pair, control characters and a script, printed, shown, returned and raised."""

FIRST = """\
text = "\\ud800\\x00\\x1b[2J\\x07</script><script>alert(1)</script>"
print(text)
text
"""
ANSWERS = {
    "gaussian_kl": "def gaussian_kl(mu, logvar):\n    print(text)\n    raise ValueError(text)\n",
    "histogram": "def histogram(values):\n    print(text)\n    return {text: text}\n",
}
EXPECTED = {"gaussian_kl": 0, "histogram": 0}
