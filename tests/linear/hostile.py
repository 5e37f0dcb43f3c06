"""Inputs that aim at what could take more than linear time: each a name, options, and bytes of about a given size.

In the options, INPUT stands for the file itself.
"""


# Texts of more than one piece, which threads share, are longer than those of the other families by so much.
PIECES = 110


def repeated(unit, size, before=b"", behind=b""):
    return before + unit * max(1, size // len(unit)) + behind


def each(size, unit, make, before=b"", between=b"", behind=b""):
    """Units that differ by their number, `unit` bytes each."""
    return before + between.join(make(i) for i in range(max(1, size // unit))) + behind


def json(size):
    yield "brackets", b"[" * size
    yield "objects in objects", repeated(b'{"a":', size)
    yield "deep arrays, one after another", repeated(b"[" * 500 + b"]" * 500 + b",", size, b'{"x":[1],"y":[', b"[]]}")
    yield "a long fraction", repeated(b"7", size, b"[0.", b"]")
    yield "a long whole number", repeated(b"7", size, b"[", b"e-%d]" % size)
    yield "a long number beyond float64", repeated(b"7", size, b"[", b"]")
    yield "zeros behind a point", repeated(b"0", size, b"[0.", b"1]")
    yield "a long exponent", repeated(b"9", size, b"[1e-", b"]")
    yield "a long exponent beyond float64", repeated(b"9", size, b"[1e", b"]")
    yield "numbers of 1000 digits", repeated(b"0." + b"7" * 997 + b",", size, b"[", b"1]")
    yield "short numbers", repeated(b"1,", size, b"[", b"1]")
    yield "blanks", repeated(b" ", size, b"[", b"1]")
    yield "lines before an error", repeated(b"\n", size, b"[", b"x]")
    yield "numbers as documents", repeated(b"1 ", size)
    yield "arrays as documents", repeated(b"[1]", size)
    yield "objects as documents", repeated(b'{"a":[1]}', size)
    yield "documents before an error", repeated(b"[1]\n", size, behind=b"x")
    yield "empty arrays", repeated(b"[],", size, b"[", b"[]]")
    yield "rank 31", repeated(b"[" * 30 + b"1" + b"]" * 30 + b",", size, b"[", b"[" * 30 + b"1" + b"]" * 30 + b"]")
    yield "a long string", repeated(b"a", size, b'{"x":[1],"y":"', b'"}')
    yield "backslashes", repeated(b"\\\\", size, b'{"x":[1],"y":"', b'"}')
    yield "backslashes without an end", repeated(b"\\\\", size, b'{"x":[1],"y":"')
    yield "a string for a tensor", repeated(b'\\"', size, b'["', b'"]')
    yield "surrogates in a name", repeated(b"\\ud83d\\ude00", size, b'{"x":[1],"', b'":1}')
    yield "a long name", repeated(b"k", size, b'{"', b'":[1],"b":[2]}')
    yield "many names", each(size, 10, lambda i: b'"%07d":1,' % i, b"{", b"", b'"x":[1]}')
    yield "names without an array", each(size, 12, lambda i: b'"%07d":1' % i, b"{", b",", b"}")
    yield "one name again and again", repeated(b'"a":1,', size, b"{", b'"x":[1]}')
    yield "arrays to choose from", each(size, 13, lambda i: b'"%07d":[1]' % i, b"{", b",", b"}")
    yield "many sizes", repeated(b"1,", size, b'{"shape":[', b'1],"data":[1]}')
    yield "ragged at the end", repeated(b"[1],", size, b"[", b"[1,2]]")
    yield "a long row among short ones", repeated(b"1,", size, b"[[1],[", b"1]]")
    yield "in pieces", repeated(b"1,", size * PIECES, b"[", b"1]")
    yield "no comma in a piece", repeated(b" ", size * PIECES, b"[", b"1]")
    yield "given up in the last piece", repeated(b"1,", size * PIECES, b"[", b"null]")


def jsonl(size):
    yield "lines", repeated(b"[1]\n", size)
    yield "blank lines", repeated(b"\n", size, behind=b"[1]")
    yield "one long line", repeated(b"1,", size, b"[", b"1]\n")
    yield "lines before an error", repeated(b"[1]\n", size, behind=b"x")
    yield "values that differ", each(size, 8, lambda i: b"[%05d]\n" % (i + 10000))


def csv(size):
    yield "one row", repeated(b"1,", size, behind=b"1")
    yield "rows", repeated(b"1,2\n", size)
    yield "one column", repeated(b"1\n", size)
    yield "quotes", b'"' * size
    yield "quotes without an end", repeated(b'""', size, b'"')
    yield "quoted numbers", repeated(b'"1","2"\n', size)
    yield "line ends in quotes", repeated(b"\n", size, b'"a', b'",b\n1,2\n')
    yield "a quote that opens at the end", repeated(b"1,2\n", size, behind=b'"1')
    yield "quotes that open in each row", repeated(b'1,"\n', size, b"a,b\n")
    yield "blanks", repeated(b" ", size, b"1,", b"2\n")
    yield "blank lines at the end", repeated(b"\n", size, b"1,2")
    yield "blank lines before a row", repeated(b"\n", size, b"1,2", b"3")
    yield "returns", repeated(b"\r", size, b"1,2\n", b"3")
    yield "lines of blanks", repeated(b" \n", size, b"1,2\n", b"3")
    yield "runs of blanks", repeated(b"1   ", size)
    yield "a word", b"a" * size
    yield "a header of words", repeated(b"a,", size // 2, behind=b"b\n") + repeated(b"1,", size // 2, behind=b"1")
    yield "a header of one word", repeated(b"a", size, behind=b",b\n1,2\n")
    yield "empty cells", b"," * size
    yield "a short row first", repeated(b"1,2\n", size, b"1\n")
    yield "a long row behind", repeated(b"1,", size, b"1,2\n", b"1\n")
    yield "a long number", repeated(b"7", size, b"0.", b",1")
    yield "a long exponent", repeated(b"9", size, b"1e-", b",1")
    yield "plus signs", b"+" * size
    yield "a NaN of C", repeated(b"nan(", size)
    yield "in pieces", repeated(b"1,2\n", size * PIECES)
    yield "given up in the last piece", repeated(b"1,2\n", size * PIECES, behind=b'"1",2\n')
    yield "a header longer than a piece", repeated(b"a,", size * PIECES, behind=b"b\n1,2\n")


def labelled_csv(size):
    yield "labels", repeated(b"a,1\n", size)
    yield "quoted labels", repeated(b'"a""",1\n', size)
    yield "a long label", repeated(b"a", size, behind=b",1\n")


def text(size):
    yield "brackets", b"[" * size
    yield "closing brackets", repeated(b"]", size, behind=b"[1]")
    yield "parentheses", repeated(b"(", size, behind=b"[1]")
    yield "brackets in parentheses", repeated(b"([", size, behind=b"[1]")
    for unit in (b"tensor(", b"tensor([", b"tensor(1,", b"tensor([1],", b"tensor(x=", b"tensor(data=", b"np.float32(",
                 b"np.float32(1)", b"tensor(\n", b"x[(", b"x[", b"shape=(", b"<tf.Tensor: ", b"In [", b"Out[",
                 b"Out[1]: ", b"[3/4]", b"[1 2] <NDArray ", b"[1 2]\n<NDArray 2 @cpu(0)>\n", b"[0]", b"[[[[[[[[[[x",
                 b"[ \n", b"[#\n", b"1 *", b"1e-2 *\n", b"(0 ,.,.) = \n", b"Columns 0 to 9\n",
                 b"Columns 0 to 9\n1 2\n", b"[torch.FloatTensor of size ", b"1 2\n3\n", b"1 2\nx\n", b"1 2 3 x\n",
                 b"x #", b"# ", b"#\n", b"//\n", b"> ", b">>> \n", b"... ", b"... [1\n", b"word ", b"a.", b"1x", b"- ",
                 b"\xe2\x88\x92", b"\xc2\xa0", b"\n", b"\r\n", b"'(", b'"', b"tensor([1.])\n", b"[1] "):
        yield repr(unit)[2:-1], repeated(unit, size, behind=b"\n[1]")
    yield "arguments behind the numbers", repeated(b"x=1,", size, b"tensor([1],", b")")
    yield "open arguments behind the numbers", repeated(b"x=(", size, b"tensor([1],")
    yield "numbers with commas", repeated(b"1, ", size, b"[", b"1]")
    yield "numbers with blanks", repeated(b"1 ", size, b"[", b"1]")
    yield "rows", repeated(b"1 2\n", size)
    yield "rows with sizes", repeated(b"1 2\n", size // 4 * 4, behind=b"[torch.FloatTensor of size %dx2]\n" % (size // 4))
    yield "a long row with a word", repeated(b"1 ", size, behind=b"x")
    yield "prompts in a tensor", repeated(b"\n... 1,", size, b"[", b"]")
    yield "comments in a tensor", repeated(b"#\n", size, b"[1,\n", b"\n2]")
    yield "an open bracket in a comment", repeated(b"[1 ", size, b"x # ", b"\n[1]")
    yield "a long number", repeated(b"7", size, b"[0.", b"]")
    yield "a long factor", repeated(b"0", size, b"1.", b" *\n1 2\n3 4\n[torch.FloatTensor of size 2x2]")
    yield "many sizes", repeated(b"1, ", size, b"tensor([1.], size=(", b"1))")
    yield "a word of code as numbers", repeated(b"float('inf'), ", size, b"[", b"1]")
    yield "ragged at the end", repeated(b"[1],", size, b"[", b"[1,2]]")


def inputs(size):
    """(name, options, bytes)"""
    for options, family in ((["--from", "json"], json), (["--from", "jsonl"], jsonl), (["--from", "csv"], csv),
                            (["--from", "csv", "--label-columns", "1"], labelled_csv), (["--from", "text", "--to", "npy"], text)):
        for name, data in family(size):
            yield f"{options[1]}: {name}", options, data

    numbers = repeated(b"1,", size, b"[", b"1]")
    rows = repeated(b"[1],", size, b"[", b"[1]]")
    small = repeated(b"1e-300,1e300,", size // 4, b"[", b"1]")
    as_json = ["--from", "json"]
    for options in (["--to", "torch"], ["--to", "numpy"], ["--to", "npy"], ["--dim", "0"], ["--mode", "naive"],
                    ["--explain=0,0"], ["--report", "/dev/null"], ["--dim", "0,1"]):
        yield f"json {' '.join(options)}", as_json + options, rows
    yield "json --keep", as_json + ["--keep"], repeated(b'{"a":[1]}', size)
    yield "json --report of documents", as_json + ["--report", "/dev/null"], repeated(b"[1]", size // 16)
    yield "json --pointer", as_json + ["--pointer", "/a/a/a"], b'{"a":' * 3 + numbers + b"}" * 3
    yield "json --expect", as_json + ["--expect", "INPUT"], numbers
    yield "json --expect of 1000 digits", as_json + ["--expect", "INPUT"], repeated(b"0." + b"7" * 997 + b",", size, b"[", b"1]")
    yield "json --expect of a long number", as_json + ["--expect", "INPUT"], repeated(b"7", size, b"[0.", b",1]")
    yield "json --expect of small and large", as_json + ["--expect", "INPUT"], small
    yield "text --expect", ["--from", "text", "--expect", "INPUT"], repeated(b"1., ", size, b"tensor([", b"1.])")
    for unit in (b"[", b"(", b"a(", b" ", b">", b"a", b"1", b"[ "):
        yield f"detected: {unit.decode()!r}", [], unit * (size // len(unit))

    case = b'{"name":"a","input":[1,2],"expect":[0,1]}'
    yield "case file: cases", ["--check"], repeated(case + b",", size, b'{"title":"t","cases":[', case + b"]}")
    yield "case file: elements", ["--check"], each(
        size, 28, lambda i: b'{"index":[%06d],"value":0}' % (i + 100000), b'{"cases":[{"name":"a","input":[1],"elements":[',
        b",", b"]}]}")
    yield "case file: a long name", ["--check"], repeated(
        b"\\n", size, b'{"cases":[{"name":"', b'","input":[1],"expect":[1]}]}')
    yield "case file: a print", ["--check"], repeated(
        b"1.0 ", size, b'{"cases":[{"name":"a","input":"[', b'1.0]","expect":[1]}]}')
