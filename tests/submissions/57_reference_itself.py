"""Take the library's answer under the exercise's own name, imported before by a cell of one's own."""

FIRST = "import genai_lab.probability.bernoulli as library\n"
ANSWERS = {"bernoulli_mle": "bernoulli_mle = library.bernoulli_mle\n"}
EXPECTED = {"bernoulli_mle": 0}
FLAG = "bernoulli_mle"
STOCK = {"bernoulli_mle": 2}
