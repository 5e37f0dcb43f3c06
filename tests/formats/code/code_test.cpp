#include <string>

#include <doctest/doctest.h>

#include "formats/printed/forms.h"
#include "support/print_texts.h"
#include "support/refusal.h"

using namespace softmax;
using namespace softmax::formats;
using softmax::test::refusal;

namespace {

/// Every tensor of a text, one a line without what the text says of it; "none", or the error.
std::string read(const std::string& bytes, bool skips_refused = false) {
  std::string answer;
  const std::string error = refusal([&] {
    const Text text("input", bytes);
    const PrintText print(text);
    for (const PrintedTensor& tensor : scan_prints(print, skips_refused)) answer += test::shown(tensor) + "\n";
  });
  if (error != "accepted") return error;
  return answer.empty() ? "none" : answer.substr(0, answer.size() - 1);
}

struct Row {
  std::string code, answer;
};

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    CAPTURE(row.code);
    CHECK(read(row.code) == row.answer);
  }
}

}  // namespace

// The values are those of Python 3.11, NumPy 1.24 and PyTorch 1.13.

TEST_CASE("signs and operators around numbers are worked out") {
  check({{"-np.array([1,2,3])", "(3,): -1 -2 -3"},
         {"x = -np.array([1, -2.5])", "(2,): -1 2.5"},
         {"torch.tensor([1., 2.]) / 10", "(2,) tensor: 0.1 0.2"},
         {"print(torch.tensor([1., 2.]) * 2)", "(2,) tensor: 2 4"},
         {"logits = 10 * np.array([[1, 2], [3, 4]])", "(2, 2): 10 20 30 40"},
         {"x = 1 - np.array([0.25, 0.5])", "(2,): 0.75 0.5"},
         {"np.array([7, -7]) // 2", "(2,): 3 -4"},
         {"np.array([7, -7]) % 4", "(2,): 3 1"},
         {"np.array([2, 3]) ** 2", "(2,): 4 9"},
         {"(np.array([1., 2.]) + 1) / 2", "(2,): 1 1.5"},
         {"(np.array([1., 2.]), -np.array([3., 4.]))", "(2,): 1. 2.\n(2,): -3 -4"},
         {"np.array([[1.], [2.]]) + np.array([10., 20.])", "(2, 2): 11 21 12 22"},
         {"2 ** np.array([1, 2])", "(2,): 2 4"},
         {"-2 ** 2 * np.array([1.])", "(1,): -4"}});
}

TEST_CASE("lists of Python are repeated and joined; other arithmetic on lists is that of MATLAB") {
  check({{"[-inf] * 2", "(2,): -inf -inf"},
         {"[float('-inf')] * 2", "(2,): -inf -inf"},
         {"[1,2] + [4]", "(3,): 1 2 4"},
         {"[[1, 2]] * 2", "(2, 2): 1 2 1 2"},
         {"2 * [0.5]", "(2,): 0.5 0.5"},
         {"1e-2 * [1, 2.5]", "(2,): 0.01 0.025"},
         {"-[1, 2]", "(2,): -1 -2"},
         {"[1, 2] / 4", "(2,): 0.25 0.5"},
         {"[1 2] * 2", "(2,): 2 4"},
         {"[1, 2] + np.array([1, 2])", "(2,): 2 4"}});
}

TEST_CASE("literals of Python, C, Java and Scala") {
  check({{"[1/3, 2**10, 1_000]", "(3,): 0.3333333333333333 1024 1000"},
         {"float x[] = {1.0f, 2.5f};", "(2,): 1.0 2.5"},
         {"double x[2][2] = {{1, 2}, {3, 4}};", "(2, 2): 1 2 3 4"},
         {"x = new double[]{0.25, 0.75};", "(2,): 0.25 0.75"},
         {"[np.inf, -math.inf, np.nan, -np.pi]", "(4,): inf -inf nan -3.141592653589793"},
         {"Array(0.3, 0.9)", "(2,): 0.3 0.9"},
         {"Array(Array(0.1, 0.2), Array(0.7, 1.0))", "(2, 2): 0.1 0.2 0.7 1.0"},
         {"matrix([0.5,1000.25],[3,4])", "(2, 2) by Maxima: 0.5 1000.25 3 4"},
         {"x <- c(0.1, 0.9)", "(2,): 0.1 0.9"},
         {"np.array((1, 2))", "(2,): 1 2"},
         {"torch.tensor([[1e3, 2.], (3, 4)])", "(2, 2) tensor: 1e3 2. 3 4"}});
}

TEST_CASE("shapes, indices and functions") {
  check({{"torch.tensor([1., 2., 3., 4.]).view(2, 2)", "(2, 2) tensor: 1. 2. 3. 4."},
         {"np.arange(6).reshape(3, -1)", "(3, 2): 0 1 2 3 4 5"},
         {"np.array([[1, 2], [3, 4]]).T", "(2, 2): 1 3 2 4"},
         {"torch.tensor([[1, 2, 3]]).t()", "(3, 1) tensor: 1 2 3"},
         {"tensor([0.2500, 0.7500])[0]", "() tensor by PyTorch: 0.2500"},
         {"np.array([1, 2, 3])[:2]", "(2,): 1 2"},
         {"np.array([1, 2, 3])[::-1]", "(3,): 3 2 1"},
         {"np.array([[1, 2], [3, 4]])[:, 0]", "(2,): 1 3"},
         {"np.array([1, 2])[None, ...]", "(1, 2): 1 2"},
         {"[1, 2, 3][1:]", "(2,): 2 3"},
         {"torch.tensor([1., 2.]).unsqueeze(0)", "(1, 2) tensor: 1. 2."},
         {"torch.tensor([[1., 2.]]).squeeze()", "(2,) tensor: 1. 2."},
         {"np.array([[1, 2], [3, 4]]).flatten()", "(4,): 1 2 3 4"},
         {"np.array([[1, 2], [3, 4]]).transpose(0, 1)", "(2, 2): 1 2 3 4"},
         {"torch.tensor([[1, 2], [3, 4]]).transpose(0, 1)", "(2, 2) tensor: 1 3 2 4"},
         {"np.log([1, 4])", "(2,): 0 1.3862943611198906"},
         {"np.exp(np.array([0, 1]))", "(2,): 1 2.718281828459045"},
         {"torch.cat([torch.tensor([1., 2.]), torch.tensor([3.])])", "(3,) tensor: 1. 2. 3."},
         {"torch.stack((torch.tensor([1., 2.]), torch.tensor([3., 4.])), dim=1)", "(2, 2) tensor: 1. 3. 2. 4."},
         {"np.concatenate(([1, 2], [3]))", "(3,): 1 2 3"},
         {"tf.fill([2, 2], 0.5)", "(2, 2): 0.5 0.5 0.5 0.5"},
         {"torch.zeros(2, 1)", "(2, 1) tensor: 0 0"},
         {"np.ones((1, 2))", "(1, 2): 1 1"},
         {"np.eye(2)", "(2, 2): 1 0 0 1"},
         {"torch.full((2,), -1.5)", "(2,) tensor: -1.5 -1.5"},
         {"np.linspace(0, 1, 3)", "(3,): 0 0.5 1"},
         {"np.arange(0, 1, 0.25)", "(4,): 0 0.25 0.5 0.75"}});
}

TEST_CASE("a dtype that code names rounds the numbers at its step") {
  check({{"torch.tensor([0.1]).half()", "(1,) tensor float16: 0.0999755859375"},
         {"np.array([0.1], dtype=np.float32) * 3", "(1,) float32: 0.30000001192092896"},
         {"np.array([0.1]).astype(np.float32)", "(1,) float32: 0.10000000149011612"},
         {"np.array([1.7, -1.7], dtype=int)", "(2,): 1 -1"},
         {"np.array([1.7]).astype('int64') / 2", "(1,): 0.5"},
         {"torch.tensor([1, 2]).float()", "(2,) tensor float32: 1 2"},
         {"np.array([0.1], np.float16)", "(1,) float16: 0.0999755859375"}});
}

TEST_CASE("lists of 0-d tensors are a vector, nested ones a matrix") {
  check({{"[tensor(0.2500), tensor(0.7500)]", "(2,) tensor by PyTorch: 0.2500 0.7500"},
         {"[[tensor(1.), tensor(2.)], [tensor(3.), tensor(4.)]]", "(2, 2) tensor by PyTorch: 1. 2. 3. 4."},
         {"[tensor([1.]), tensor([2.])]", "(1,) tensor by PyTorch: 1.\n(1,) tensor by PyTorch: 2."}});
}

TEST_CASE("what touches the numbers and is not read is refused by name and place") {
  const auto unread = [](const std::string& name) {
    return "\"" + name + "\" changes the numbers and is not read: give the numbers that it returns";
  };
  const auto call = [](const std::string& name) {
    return "\"" + name + "\" may change the numbers and is not read: give the numbers that it returns";
  };
  check({{"tensor([1., 2.]).sum()", "1:18: " + unread("sum")},
         {"np.sum([1, 2])", "1:1: " + call("np.sum")},
         {"F.softmax(torch.tensor([1., 2.]), dim=0)", "1:1: " + call("F.softmax")},
         {"sorted([3, 1, 2])", "1:1: " + call("sorted")},
         {"x * torch.tensor([1., 2.])",
          "1:3: the value before \"*\" is not known here: give the numbers that the code makes"},
         {"np.array([1, 2]) * scale", "1:20: the value of \"scale\" is not known here"},
         {"np.array([1, 2]) @ np.array([1, 2])", "1:18: the operator \"@\" is not read"},
         {"np.array([[1, 2]], ndmin=3)", "1:20: the argument \"ndmin\" is not read"},
         {"np.array([1, 2], dtype=complex)", "1:24: expected a print of real numbers, found one of dtype complex"},
         {"np.array([1, 2]).reshape(1, 2, order='F')", "1:18: the argument \"order\" is not read"},
         {"torch.tensor([1., 2.]).view(3)", "1:24: 2 elements do not have that shape"},
         {"np.array([1, 2]) + np.array([1, 2, 3])", "1:18: shapes (2,) and (3,) do not go together"},
         {"np.array([1, 2])[5]", "1:17: 5 is out of range: expected one from -2 to 1"},
         {"[v / 10 for v in [1, 2]]", "1:15: a loop over the numbers is not read: give the numbers that it makes"}});
}

TEST_CASE("a tensor that later statements change is refused there") {
  const std::string changed = "\"x\" is changed here: give the numbers that it has then";
  check({{"x = np.array([1, 2])\nx = x / 10", "2:1: " + changed},
         {"x = np.array([1, 2]); x /= 10", "1:23: " + changed},
         {">>> x = [1, 2]\n>>> x[0] = 5", "2:5: " + changed},
         {"x = torch.tensor([1., 2.])\nx.mul_(2)", "2:1: " + changed},
         {"x = [1, 2]\nx.append(3)", "2:1: " + changed},
         {"x = np.array([1, 2])\ny = x / 10", "(2,): 1 2"},
         {"x = np.array([1, 2])\nx = softmax(x)", "(2,): 1 2"},
         {"def softmax(x):\n  x = x - x.max()\nx = np.array([1, 2])", "(2,): 1 2"},
         {"x = np.array([1, 2])\nprint(x)", "(2,): 1 2"},
         {"x = np.array([1, 2])\nmax = x.max()", "(2,): 1 2"}});
}

TEST_CASE("logic and comparisons are refused") {
  check(
      {{"~np.array([1, 2])", "1:1: a logical operator before the numbers is not read"},
       {"np.array([1, 2]) > 1", "1:18: a comparison of the numbers is not read: give the numbers themselves"},
       {"np.array([1, 2]) << 1", "1:18: a comparison of the numbers is not read: give the numbers themselves"},
       {"np.array([1, 2]) \\\n * 2", "1:18: a line that goes on after a backslash is not read: put it in parentheses"},
       {"[1., 2.] .* 2", "1:10: the operator \".*\" is not read"},
       {"x = [1, 2]^2", "1:11: the operator \"^\" is not read"},
       {"x = [1 2 3]';", "1:12: the transpose sign is not read: give the numbers in their place"},
       {"x = '[1 2 3]'", "(3,) by NumPy: 1 2 3"},
       {"np.array([1, 2]) if x else y", "1:18: a condition on the numbers is not read: give the numbers themselves"},
       {"[1, 2, 3].map(v => v / 10)",
        "1:11: \"map\" changes the numbers and is not read: give the numbers that it returns"}});
}

TEST_CASE("tuples with decimals are tensors") {
  check({{"x = (1.0, 2.0)", "(2,): 1.0 2.0"},
         {"(0.5, 0.5)", "(2,): 0.5 0.5"},
         {"(2, 3)", "none"},
         {"shape = (2, 3)", "none"},
         {"see (0.5, 0.7)", "none"}});
}

TEST_CASE("prose, log lines and objects as libraries print them are no expressions") {
  check({{"- [0.25, 0.75]", "(2,): 0.25 0.75"},
         {"INFO: step 3 - [0.25 0.75]", "(2,) by NumPy: 0.25 0.75"},
         {"tensor([0.25, 0.75]) - sums to 1", "(2,) tensor by PyTorch: 0.25 0.75"},
         {"tensor([0.25, 0.75]).", "(2,) tensor by PyTorch: 0.25 0.75"},
         {"ModelOutput(loss=None, logits=tensor([0.25, 0.75]))", "(2,) tensor by PyTorch: 0.25 0.75"},
         {"for i in range(3): x", "none"},
         {"a.([0.25 0.75])", "(2,) by NumPy: 0.25 0.75"},
         {"int n = 3; // [1, 2]", "(2,): 1 2"},
         {"{'p': [0.25, 0.75]}", "(2,): 0.25 0.75"},
         {"x.reshape(2, 3)", "none"},
         {"np.exp(x) / np.sum(np.exp(x))", "none"}});
}

TEST_CASE("code that is not read is passed over in what --expect compares with") {
  CHECK(read(">>> softmax([1, 2])\narray([0.25, 0.75])", true) == "(2,) by NumPy: 0.25 0.75");
  CHECK(read("softmax([1, 2])", true) ==
        "1:1: \"softmax\" may change the numbers and is not read: give the numbers that it returns");
}
