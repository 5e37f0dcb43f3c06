#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "support/scanned.h"

using softmax::test::scanned_lines;

namespace {

struct Case {
  std::string text, answer;
};

void check_all(const std::vector<Case>& cases) {
  for (const Case& row : cases) {
    CAPTURE(row.text);
    CHECK(scanned_lines(row.text) == row.answer);
  }
}

std::string unknown(const std::string& place, const std::string& sign) {
  return place + ": the value before \"" + sign + "\" is not known here: give the numbers that the code makes";
}

}  // namespace

TEST_CASE("an operator before the parenthesis of a tensor is not passed over") {
  check_all({{"x = a * (np.array([1., 2.]) - 1)", unknown("1:7", "*")},
             {"model(x) + (torch.tensor([1., 2.]))", unknown("1:10", "+")},
             {"y / (1 + np.array([1., 2.]))", unknown("1:3", "/")},
             {"(x - mean) / (np.array([1., 2.]) + 1e-5)", unknown("1:12", "/")},
             {"x = mask @ ((np.array([1., 2.])))", unknown("1:10", "@")},
             {"np.pi * (np.array([1., 2.]))", unknown("1:7", "*")},
             {"x = a - (tensor([1., 2.]))", unknown("1:7", "-")},
             {"about 5% (see [1, 2])", "(2,): 1 2\n"},
             {"step 3 - (tensor([1., 2.]))", "(2,) tensor by PyTorch: 1. 2.\n"},
             {"print((np.array([1., 2.])))", "(2,): 1. 2.\n"}});
}

TEST_CASE("an operator on the line before, or after a keyword, is not passed over") {
  check_all({{"logits = bias + \\\nnp.array([1., 2.])", unknown("1:15", "+")},
             {"x = (bias +\n  np.array([1., 2.]))", unknown("1:11", "+")},
             {"x = (bias *  # per class\n  np.array([1., 2.]))", unknown("1:11", "*")},
             {">>> x = (bias +\n... np.array([1., 2.]))", unknown("1:15", "+")},
             {"(bias\n  - np.array([1., 2.]))", unknown("2:3", "-")},
             {"return y - np.array([1., 2.])", unknown("1:10", "-")},
             {"assert x - np.array([1., 2.])", unknown("1:10", "-")},
             {"x2 - tensor([1., 2.])", unknown("1:4", "-")},
             {">>> bias - tensor([1., 2.])", unknown("1:10", "-")},
             {"x = bias - tensor([1., 2.])", unknown("1:10", "-")},
             {"x = a - b - tensor([1., 2.])", unknown("1:11", "-")},
             {"fc1.weight - tensor([1., 2.])", "(2,) tensor by PyTorch: 1. 2.\n"},
             {"(see the values -\ntensor([1., 2.]))", "(2,) tensor by PyTorch: 1. 2.\n"},
             {"scores +\n[1, 2]", "(2,): 1 2\n"}});
}

TEST_CASE("a sign with a blank after it is a sign where a value must follow") {
  check_all({{"x = - torch.tensor([1., 2., 3.])", "(3,) tensor: -1 -2 -3\n"},
             {"x = - np.array([1., 2.]) / 10", "(2,): -0.1 -0.2\n"},
             {"x = - (np.array([1., 2.]))", "(2,): -1 -2\n"},
             {"print(- np.array([1., 2.]))", "(2,): -1 -2\n"},
             {">>> - np.array([1., 2.])", "(2,): -1 -2\n"},
             {"In [3]: - np.array([1., 2.])", "(2,): -1 -2\n"},
             {"x = -+np.array([1., 2.])", "(2,): -1 -2\n"},
             {"x = +-np.array([1., 2.])", "(2,): -1 -2\n"},
             {"- [0.1, 0.2]", "(2,): 0.1 0.2\n"},
             {"- np.array([1., 2.]) / 10",
              "1:1: \"-\" may be the mark of a list or a sign: leave it out, or write it next to the value"},
             {"- tensor([1., 2.])", "(2,) tensor by PyTorch: 1. 2.\n"}});
}

TEST_CASE("the number before the dash of a log line is no operand") {
  const auto count = [](const std::string& place, const std::string& number) {
    return place + ": \"" + number +
           " -\" may be a count before the numbers or part of the code: leave it out, or assign the value to a name";
  };
  check_all({{"2024-01-01 12:00:00.123 | INFO     | __main__:<module>:5 - tensor([1., 2.])",
              "(2,) tensor by PyTorch: 1. 2.\n"},
             {"2024-01-01 12:00:00.123 | INFO     | __main__:<module>:5 - [0.1, 0.2]", "(2,): 0.1 0.2\n"},
             {"2024-01-01 12:00:00,123 - tensor([1., 2.])", "(2,) tensor by PyTorch: 1. 2.\n"},
             {"2024-01-01 12:00:00,123 - [1, 2]", "(2,): 1 2\n"},
             {"train.py:42 - tensor([1., 2.])", "(2,) tensor by PyTorch: 1. 2.\n"},
             {"1 - tensor([1., 2.])", count("1:1", "1")},
             {"1 - [0.1, 0.2]", count("1:1", "1")},
             {"step: 3 - tensor([1., 2.])", count("1:7", "3")},
             {">>> 1 - tensor([1., 2.])", "(2,) tensor: 0 -1\n"},
             {"x = 1 - np.array([1., 2.])", "(2,): 0 -1\n"}});
}

TEST_CASE("a bracket that nothing opens is a print whose start is cut off") {
  const std::string cut = ": the print is cut off: this \"]\" closes no bracket of the input";
  check_all({{"2., 3.],\n        [4., 5., 7.]])", "2:21" + cut},
             {" [3. 4.]]", "1:9" + cut},
             {"x = [1, 2]]", "1:11" + cut},
             {"3, 4],\n [5, 6]\n]", "3:1" + cut},
             {"[info: [1, 2]]", "(2,): 1 2\n"},
             {"in (0, 1]: [0.5, 0.5]", "(2,): 0.5 0.5\n"},
             {"[tensor([1.]), tensor([2., 3.])]", "(1,) tensor by PyTorch: 1.\n(2,) tensor by PyTorch: 2. 3.\n"}});
}

TEST_CASE("two signs before a number are both taken") {
  check_all({{"x = [5, 2, --3]", "(3,): 5 2 3\n"},
             {"x = [5, -+3, +-4]", "(3,): 5 -3 -4\n"},
             {"torch.tensor([1., --2.])", "(2,) tensor: 1. 2\n"}});
}

TEST_CASE("signs that pages show are refused next to a tensor") {
  const auto sign = [](const std::string& place, const std::string& found, const std::string& code) {
    return place + ": the sign \"" + found + "\" is not read: write \"" + code + "\"";
  };
  check_all({{"z = −tensor([1.0, 2.0])", sign("1:5", "−", "-")},
             {"z = a − tensor([1.0, 2.0])", sign("1:7", "−", "-")},
             {"tensor([1., 2.]) − 2", sign("1:18", "−", "-")},
             {"tensor([1., 2.]) × 3", sign("1:18", "×", "*")},
             {"tensor([1., 2.]) ÷ 2", sign("1:18", "÷", "/")},
             {"tensor([1., 2.])·2", sign("1:17", "·", "*")},
             {"2 × tensor([1., 2.])", sign("1:3", "×", "*")},
             {"1e-3 x array([1., 2.])", sign("1:6", "x", "*")},
             {"tensor([1., 2.])²", "1:17: a raised number after the numbers is not read: write \"**\""},
             {"tensor([1., 2.]) − two classes", "(2,) tensor by PyTorch: 1. 2.\n"}});
}

TEST_CASE("a function of a tensor that makes no tensor of it is refused") {
  const auto call = [](const std::string& name) {
    return "1:5: \"" + name + "\" may change the numbers and is not read: give the numbers that it returns";
  };
  check_all({{"x = len([3, 1])", call("len")},
             {"x = len(np.array([3, 1]))", call("len")},
             {"x = type(np.array([3, 1]))", call("type")}});
}

TEST_CASE("comparisons, conditions and assignments before the numbers are refused") {
  const std::string comparison = ": a comparison with the numbers is not read: give the numbers themselves";
  const std::string condition = ": a condition on the numbers is not read: give the numbers themselves";
  check_all({{"x == np.array([1., 2.])", "1:3" + comparison},
             {"x2 > tensor([1., 2.])", "1:4" + comparison},
             {"x <= [1., 2.]", "1:3" + comparison},
             {"x = a if b else np.array([1., 2.])", "1:12" + condition},
             {"x = a if b else - np.array([1., 2.])", "1:12" + condition},
             {"x = a and np.array([1., 2.])", "1:7" + condition},
             {"x = a or tensor([1., 2.])", "1:7" + condition},
             {"x -= np.array([1., 2.])", unknown("1:3", "-=")},
             {"x //= [1., 2.]", unknown("1:3", "//=")},
             {"output > [1 2]", "(2,) by NumPy: 1 2\n"},
             {"user@host> [1, 2]", "(2,): 1 2\n"},
             {"between [1, 2] and [3, 4]", "(2,): 1 2\n(2,): 3 4\n"}});
}

TEST_CASE("a size is no number of a tensor") {
  const auto size = [](const std::string& name) {
    return "1:1: \"" + name + "\" of a size makes a tensor of no known numbers: give its numbers";
  };
  check_all({{"torch.FloatTensor(3)", size("torch.FloatTensor")},
             {"torch.Tensor(3)", size("torch.Tensor")},
             {"torch.tensor(3)", "() tensor: 3\n"},
             {"torch.FloatTensor([3])", "(1,): 3\n"}});
}

TEST_CASE("a change of a named tensor is noticed in blocks, members, tuples and calls") {
  const auto changed = [](const std::string& place, const std::string& name = "x") {
    return place + ": \"" + name + "\" is changed here: give the numbers that it has then";
  };
  const std::string x = "x = np.array([1., 2.])\n";
  check_all({{x + "if True:\n    x = x * 2", changed("3:5")},
             {x + "for i in range(2):\n    x[i] += 1", changed("3:5")},
             {x + "with torch.no_grad():\n    x[0] = 5", changed("3:5")},
             {"self.x = np.array([1., 2.])\nself.x /= 10", changed("2:1", "self.x")},
             {x + "x: np.ndarray = x * 2", changed("2:1")},
             {x + "print((x := x*2))", changed("2:8")},
             {x + "x, y = y, x", changed("2:1")},
             {x + "y, x = x, y", changed("2:4")},
             {x + "del x[0]", changed("2:5")},
             {x + "x.put(0, 5)", changed("2:1")},
             {x + "x.clear()", changed("2:1")},
             {x + "x.shape = (2, 1)", changed("2:1")},
             {x + "np.multiply(x, 2, out=x)", changed("2:19")},
             {x + "np.copyto(x, 5)", changed("2:1")},
             {x + "np.random.shuffle(x)", changed("2:1")},
             {x + "F.relu_(x)", changed("2:1")},
             {"x = [1, 2];\nx.push(3);", changed("2:1")},
             {"double x[2] = {1, 2};\nx[0] = 5;", changed("2:1")},
             {x + "def f(x):\n    x = x * 2", "(2,): 1. 2.\n"},
             {x + "if True:\n    y = x * 2", "(2,): 1. 2.\n"},
             {x + "plot(y, x=x)", "(2,): 1. 2.\n"}});
}

TEST_CASE("indices, operators and matrices of R are refused, its signs are read") {
  const std::string index = ": an index of R is not read: give the numbers that it picks";
  const auto matrix = [](const std::string& name) {
    return "1:1: \"" + name + "\" of R, which fills column by column, is not read: give what R prints";
  };
  check_all({{"x = c(1, 2, 3)[-1]", "1:15" + index},
             {"c(1, 2, 3)[2:3]", "1:11" + index},
             {"c(1, 2, 3) %% 2", "1:12: the operator \"%%\" is not read"},
             {"c(1, 2, 3) %/% 2", "1:12: the operator \"%/%\" is not read"},
             {"c(1, 2) %*% c(3, 4)", "1:9: the operator \"%*%\" is not read"},
             {"matrix(c(1, 2, 3, 4), 2)", matrix("matrix")},
             {"array(c(1, 2, 3, 4), c(2, 2))", matrix("array")},
             {"x <- -c(1, 2, 3)", "(3,): -1 -2 -3\n"},
             {"x <- 2 * c(1, 2, 3)", "(3,): 2 4 6\n"}});
}

TEST_CASE("comments, indices and operators of MATLAB and Julia after brackets") {
  check_all({{"x = [4 2] % 3 items", "(2,) by NumPy: 4 2\n"},
             {"x = [4, 2] % 3", "(2,): 4 2\n"},
             {"np.array([4, 3]) % 3", "(2,): 1 0\n"},
             {"[1, 2, 3](2:3)", "1:10: an index in parentheses is not read: give the numbers that it picks"},
             {"[1, 2, 3] \\ 2", "1:11: the operator \"\\\" is not read"},
             {"[1 2] |> exp", "1:7: the operator \"|>\" is not read"},
             {"x = [1 2\n     3 4];", "(2, 2) by NumPy: 1 2 3 4\n"}});
}

TEST_CASE("an initialiser of C has the sizes that its declaration names") {
  const std::string filled = ": expected braces with 5 numbers, found 2: write those that C fills with 0";
  check_all({{"float x[2][3] = {1,2,3,4,5,6};", "(2, 3): 1 2 3 4 5 6\n"},
             {"float x[][3] = {1,2,3,4,5,6};", "(2, 3): 1 2 3 4 5 6\n"},
             {"float x[5] = {1, 2};", "1:14" + filled},
             {"int x[] = {1/2, 3/2};", "1:13: a division of whole numbers, which C cuts off, is not read"},
             {"double x[] = {1 / 2};", "1:17: a division of whole numbers, which C cuts off, is not read"},
             {"int x[] = {1.5, 2.5};", "1:11: an integer type cuts these numbers off: give whole numbers"},
             {"double x[] = {1.0/2, 0.25};", "(2,): 0.5 0.25\n"},
             {"float x[N] = {1, 2};", "(2,): 1 2\n"}});
}

TEST_CASE("tensors in comments after code and numbers of references are none") {
  check_all({{"x = [1, 2]; // was [3, 4]", "(2,): 1 2\n"},
             {"x = [1, 2]; % was [3, 4]", "(2,): 1 2\n"},
             {"x = [1, 2]; -- was [3, 4]", "(2,): 1 2\n"},
             {"x = [1, 2]; /* was [3, 4] */ y = [5, 6];", "(2,): 1 2\n(2,): 5 6\n"},
             {"x = /* rows */ [1, 2];", "(2,): 1 2\n"},
             {"// these are [1, 2]", "(2,): 1 2\n"},
             {"y = f(x); // [3, 4]", "(2,): 3 4\n"},
             {"as shown in [1], x = [3, 4]", "(2,): 3 4\n"}});
}

// Each would look back or ahead over the whole line at every place: the test would not end.
TEST_CASE("long lines of code take time in proportion to their length") {
  for (const char* part :
       {"x = {1} ", "see [1] ", "matrix( ", "a - ", "x = [1] a % ", "x = [1] ; y ", "- - ", "([1] "}) {
    CAPTURE(part);
    std::string text;
    for (int i = 0; i < 10000; ++i) text += part;
    CHECK(!scanned_lines(text).empty());
  }
  CHECK(scanned_lines("[1]" + std::string(100000, ' ') + std::string(100000, '-')) == "(1,) by NumPy: 1\n");
}
