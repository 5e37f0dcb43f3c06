"""The programs that people would use instead, where they are installed. Each computes the same from the same file."""

import shutil
import subprocess
import sys

from in_turn import Contestant

RUNS = 1  # of each, after one for warming up: they are slow


def python_with(*modules):
    """An interpreter that has these modules, or nothing."""
    code = "; ".join(f"import {module}" for module in modules)
    for interpreter in (sys.executable, "/usr/bin/python3"):
        if interpreter and shutil.which(interpreter):
            done = subprocess.run([interpreter, "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                  check=False)
            if done.returncode == 0:
                return interpreter
    return None


TORCH_NPY = """
import sys, numpy, torch
logits = torch.from_numpy(numpy.load(sys.argv[1]))
numpy.save(sys.argv[2], torch.softmax(logits, dim=int(sys.argv[3])).numpy())
"""

SCIPY_NPY = """
import sys, numpy, scipy.special
numpy.save(sys.argv[2], scipy.special.softmax(numpy.load(sys.argv[1]), axis=int(sys.argv[3])))
"""

NUMPY_BLOCKS = """
import sys, numpy
logits = numpy.load(sys.argv[1], mmap_mode="r")
results = numpy.lib.format.open_memmap(sys.argv[2], mode="w+", dtype=logits.dtype, shape=logits.shape)
rows = max((1 << 18) // logits.shape[1], 1)
for begin in range(0, logits.shape[0], rows):
    block = logits[begin:begin + rows]
    powers = numpy.exp(block - block.max(axis=1, keepdims=True))
    results[begin:begin + rows] = powers / powers.sum(axis=1, keepdims=True)
"""

SCIPY_JSON = """
import sys, json, numpy, scipy.special
with open(sys.argv[1]) as file:
    logits = numpy.array(json.load(file))
json.dump(scipy.special.softmax(logits, axis=1).tolist(), sys.stdout)
"""

JQ = "map(max as $top | map(. - $top | exp) | add as $sum | map(. / $sum))"

SCIPY_CSV = """
import sys, numpy, scipy.special
results = scipy.special.softmax(numpy.loadtxt(sys.argv[1], delimiter=","), axis=1)
numpy.savetxt(sys.stdout, results, delimiter=",", fmt="%.17g")
"""

PANDAS_CSV = """
import sys, pandas, scipy.special
logits = pandas.read_csv(sys.argv[1], header=None).to_numpy()
pandas.DataFrame(scipy.special.softmax(logits, axis=1)).to_csv(sys.stdout, header=False, index=False)
"""


def scripts(candidates, arguments, output, prints):
    """Of (name, modules, code) those whose modules are there."""
    found = [(name, python_with(*modules), code) for name, modules, code in candidates]
    return [Contestant(name, [python, "-c", code, *arguments], output, prints, RUNS)
            for name, python, code in found if python]


def npy_peers(given, output, dim):
    candidates = [("PyTorch", ["numpy", "torch"], TORCH_NPY), ("SciPy", ["numpy", "scipy.special"], SCIPY_NPY)]
    if dim == 1:
        candidates.append(("NumPy, mapped, by blocks", ["numpy"], NUMPY_BLOCKS))
    return scripts(candidates, [given, output, str(dim)], output, prints=False)


def json_peers(given, output):
    found = scripts([("Python's json and SciPy", ["numpy", "scipy.special"], SCIPY_JSON)], [given], output, prints=True)
    if shutil.which("jq"):
        found.append(Contestant("jq", ["jq", "-c", JQ, given], output, most_runs=RUNS))
    return found


def csv_peers(given, output):
    return scripts([("NumPy and SciPy", ["numpy", "scipy.special"], SCIPY_CSV),
                    ("pandas and SciPy", ["pandas", "scipy.special"], PANDAS_CSV)], [given], output, prints=True)


def start_peers(given):
    found = [Contestant("jq .", ["jq", ".", given], most_runs=RUNS)] if shutil.which("jq") else []
    return found + scripts([("Python that imports NumPy", ["numpy"], "import numpy")], [], "/dev/null", prints=True)
