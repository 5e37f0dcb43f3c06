#include "check/choice.h"

#include <doctest/doctest.h>

#include "support/judged.h"

using namespace softmax;
using namespace softmax::check;

namespace {
/// The number, from 1, of the tensor of a text that is taken for the result of [1, 2, 3].
std::size_t chosen(const std::string& text, const Shape& shape = {3}) {
  formats::ReadOptions options;
  options.digits = true;
  const auto reader = formats::printed_reader("print", text, options);
  std::vector<Expected> prints;
  while (std::optional<formats::Document> document = reader->next()) {
    prints.push_back(expected_of(*document, std::nullopt));
  }
  return chosen_print(prints, shape, {1, 2, 3}) + 1;
}
}  // namespace

TEST_CASE("of the tensors of a text one is the result of a single input") {
  const std::string right = "tensor([0.0900, 0.2447, 0.6652])\n";
  CHECK(chosen(right) == 1);
  CHECK(chosen(right + "Sum: tensor(1.)\n") == 1);                 // another shape
  CHECK(chosen("tensor([1., 2., 3.])\n" + right) == 2);            // the input
  CHECK(chosen(right + "x = torch.tensor([5., 6., 7.])\n") == 1);  // code
  CHECK(chosen("tensor([0.1, 0.2, 0.7])\n" + right) == 2);         // of several the last
  CHECK(chosen(right + "tensor([0.1, 0.2, 0.7])\n") == 2);
}

TEST_CASE("what would be passed over is taken where nothing else is left") {
  CHECK(chosen("tensor([1., 2., 3.])\n") == 1);
  CHECK(chosen("tensor([1., 2.])\ntensor(1.)\n") == 2);
  CHECK(chosen("x = [1, 2, 3]\n[0.1, 0.2, 0.7]\n") == 2);
  CHECK(chosen("x = [5, 6, 7]\n") == 1);
}

TEST_CASE("a row of numbers fits whatever the rank of the result") {
  CHECK(chosen("[1] 0.1 0.2 0.7\n[1] 1\n", {1, 3}) == 1);
  CHECK(chosen("[1] 0.1 0.2 0.7\n[1] 1\n", {3}) == 1);
}
