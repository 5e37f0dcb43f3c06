#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "formats/printed/forms.h"
#include "support/refusal.h"
#include "support/scanned.h"

using namespace softmax;
using namespace softmax::formats;
using softmax::test::refusal;

namespace {
void check_julia(const std::vector<test::TextCase>& prints) {
  for (const test::TextCase& print : prints) {
    CAPTURE(print.text);
    CHECK(test::scanned(print.text) == print.answer);
  }
}
}  // namespace

TEST_CASE("Julia 1: matrices, vectors and arrays, as its manual shows them") {
  check_julia({{"2\xC3\x97"
                "3 Matrix{Float64}:\n 0.696939   0.230603  0.0724574\n 0.0790961  0.756395  0.164509\n",
                "(2, 3) by Julia float64: 0.696939 0.230603 0.0724574 0.0790961 0.756395 0.164509"},
               {"julia> softmax([1,2,3])\n3-element Vector{Float64}:\n 0.09003057317038046\n 0.24472847105479764\n"
                " 0.6652409557748219\n",
                "(3,) by Julia float64: 0.09003057317038046 0.24472847105479764 0.6652409557748219"},
               {"2-element Vector{Float32}:\n 1.0e-5\n NaN\n", "(2,) by Julia float32: 1.0e-5 NaN"},
               {"2-element Vector{Float16}:\n 0.5\n -Inf\n", "(2,) by Julia float16: 0.5 -Inf"},
               {"1-element Vector{BFloat16}:\n 0.5\n", "(1,) by Julia bfloat16: 0.5"},
               {"2-element Vector{Int64}:\n 1\n 2\n", "(2,) by Julia: 1 2"},
               {"1\xC3\x97"
                "2 adjoint(::Vector{Float64}) with eltype Float64:\n 1.0  2.0\n",
                "(1, 2) by Julia float64: 1.0 2.0"},
               {"2\xC3\x97"
                "2\xC3\x97"
                "2 Array{Float32, 3}:\n[:, :, 1] =\n 0.1  0.2\n 0.3  0.4\n\n[:, :, 2] =\n 0.5  0.6\n"
                " 0.7  0.8\n",
                "(2, 2, 2) by Julia float32: 0.1 0.5 0.2 0.6 0.3 0.7 0.4 0.8"},
               {"0\xC3\x97"
                "3 Matrix{Float64}\n",
                "(0, 3) by Julia float64:"},
               {"0-element Vector{Float64}", "(0,) by Julia float64:"},
               {"Float32[0.09003057, 0.24472848]", "(2,) by Julia float32: 0.09003057 0.24472848"},
               {"A = [1.0 2.0; 3.0 4.0]", "(2, 2): 1.0 2.0 3.0 4.0"}});
}

TEST_CASE("Julia's prints that are cut, contradict themselves or hold no real numbers are refused") {
  check_julia(
      {{"2\xC3\x97"
        "3 Matrix{Float64}:\n 0.1  0.2\n 0.3  0.4\n",
        "1:1: the print says shape (2, 3), its numbers have shape (2, 2)"},
       {"2-element Vector{Bool}:\n 1\n 0\n", "1:11: expected a print of real numbers, found one of type Vector{Bool}"},
       {"1-element Vector{ComplexF64}:\n 1.0 + 2.0im\n",
        "1:11: expected a print of real numbers, found one of type Vector{ComplexF64}"},
       {"2\xC3\x97"
        "2 Diagonal{Float64, Vector{Float64}}:\n 1.0   \xE2\x8B\x85\n  \xE2\x8B\x85   2.0\n",
        "2:8: expected a number between blanks, as in the rows of a matrix, found \"\xE2\x8B\x85\""},
       {"1\xC3\x97"
        "2\xC3\x97"
        "2 Array{Float64, 3}:\n[:, :, 1] =\n 0.1  0.2\n",
        "1:1: the print says shape (1, 2, 2), its numbers have shape (1, 2, 1)"},
       {"1\xC3\x97"
        "2\xC3\x97"
        "2 Array{Float64, 3}:\n 0.1  0.2\n",
        "2:2: expected \"[:, :, 1] =\" before the rows, found \"0.1\""}});
  CHECK(test::scanned("1\xC3\x97"
                      "99 Matrix{Float64}:\n 0.1  0.2  \xE2\x80\xA6  0.3\n") == "2:12: " + test::summarised);
  CHECK(test::scanned("99-element Vector{Float64}:\n 0.1\n \xE2\x8B\xAE\n 0.3\n") == "3:2: " + test::summarised);
}
