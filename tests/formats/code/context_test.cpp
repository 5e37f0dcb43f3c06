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
             {"fc1.weight - tensor([1., 2.])", "(2,) tensor by PyTorch: 1. 2.\n"},
             {"(see the values -\ntensor([1., 2.]))", "(2,) tensor by PyTorch: 1. 2.\n"},
             {"scores +\n[1, 2]", "(2,): 1 2\n"}});
}
