#include "derive/page.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "support/derived.h"

using namespace softmax;
using namespace softmax::derive;

namespace {

Page page_of(Operation operation, Mode mode, Scale scale, Spelling spelling) {
  Request request;
  request.operation = operation;
  request.mode = mode;
  request.scale = scale;
  request.dims.list = {0};
  const Derivation d = test::derived(test::tensor222(), request, {1, 0, 0});
  return page(d, Numbers(d.dtype, 3, spelling), Syntax(spelling == Spelling::math));
}

std::vector<std::string> headings(const Page& page) {
  std::vector<std::string> all;
  for (const Section& section : page.sections) all.push_back(section.heading);
  return all;
}

/// The equations of a section, then the headings of its tables.
std::string formulas(const Section& section) {
  std::string text;
  for (const auto& block : section.blocks) {
    if (const auto* equation = std::get_if<Equation>(&block))
      text += fmt::format("{}", fmt::join(equation->sides, " = ")) + "\n";
  }
  for (const auto& block : section.blocks) {
    if (const auto* table = std::get_if<Table>(&block))
      text += fmt::format("| {} |\n", fmt::join(table->headings, " | "));
  }
  return text;
}

}  // namespace

TEST_CASE("the form that gave the result comes first") {
  CHECK(headings(page_of(Operation::softmax, Mode::stable, {}, Spelling::plain)) ==
        std::vector<std::string>{"", "The slice [:,0,0] of 2 elements", "The stable form", "The naive form",
                                 "The derivatives"});
  CHECK(headings(page_of(Operation::softmax, Mode::naive, {}, Spelling::plain)) ==
        std::vector<std::string>{"", "The slice [:,0,0] of 2 elements", "The naive form", "The stable form",
                                 "The derivatives"});
}

// The numbers are those of derivation_test.cpp, rounded by hand.
TEST_CASE("softmax in a terminal's formulas") {
  const Page page = page_of(Operation::softmax, Mode::stable, {}, Spelling::plain);
  CHECK(page.title == "softmax at [1,0,0]");
  CHECK(formulas(page.sections[0]) == "p_i = 0.279\n");
  CHECK(formulas(page.sections[1]) == "| x_j |\n");
  CHECK(formulas(page.sections[2]) ==
        "m = max_j x_j = 0.489\n"
        "s = sum_j e_j = 1.387\n"
        "p_i = e_i / s = 0.387 / 1.387 = 0.279\n"
        "| d_j = x_j - m | e_j = exp(d_j) |\n");
  CHECK(formulas(page.sections[3]) ==
        "sum_j exp(x_j) = 2.262\n"
        "p_i = exp(x_i) / sum_j exp(x_j) = 0.631 / 2.262 = 0.279\n"
        "| exp(x_j) |\n");
  CHECK(formulas(page.sections[4]) ==
        "dp_i/dx_j = p_i (delta_ij - p_j)\n"
        "dp_i/dx_j = p_i (1 - p_i) = 0.279 * 0.721 = 0.201\n"
        "| p_j | dp_i/dx_j |\n");
}

TEST_CASE("log-softmax with its log-sum-exp") {
  const Page page = page_of(Operation::log_softmax, Mode::stable, {}, Spelling::plain);
  CHECK(formulas(page.sections[2]) ==
        "m = max_j x_j = 0.489\n"
        "s = sum_j e_j = 1.387\n"
        "log s = log(1.387) = 0.327\n"
        "lse = m + log s = 0.489 + 0.327 = 0.816\n"
        "log p_i = x_i - lse = d_i - log s = -0.949 - 0.327 = -1.276\n"
        "| d_j = x_j - m | e_j = exp(d_j) |\n");
  CHECK(formulas(page.sections[3]) ==
        "sum_j exp(x_j) = 2.262\n"
        "q = exp(x_i) / sum_j exp(x_j) = 0.631 / 2.262 = 0.279\n"
        "log p_i = log q = log(0.279) = -1.276\n"
        "| exp(x_j) |\n");
  CHECK(formulas(page.sections[4]) ==
        "d(log p_i)/dx_j = delta_ij - p_j\n"
        "d(log p_i)/dx_j = 1 - p_i = 0.721\n"
        "| p_j | d(log p_i)/dx_j |\n");
}

TEST_CASE("a temperature and a theta appear in the formulas and in the numbers") {
  // p = 1/(1 + exp(0.9488/2)) = 0.38355…, p(1 - p)/2 = 0.11822…
  const Page page = page_of(Operation::softmax, Mode::stable, {.is_temperature = true, .value = 2}, Spelling::plain);
  CHECK(formulas(page.sections[1]) == "T = 2\n| x_j | z_j = x_j / T |\n");
  CHECK(formulas(page.sections[4]) ==
        "dp_i/dx_j = p_i (delta_ij - p_j) / T\n"
        "dp_i/dx_j = p_i (1 - p_i) / T = 0.384 * 0.616 / 2 = 0.118\n"
        "| p_j | dp_i/dx_j |\n");
  // With theta = -1: p = 0.72087…
  const Page log =
      page_of(Operation::log_softmax, Mode::stable, {.is_temperature = false, .value = -1}, Spelling::plain);
  CHECK(formulas(log.sections[1]) == "theta = -1\n| x_j | z_j = theta x_j |\n");
  CHECK(formulas(log.sections[4]) ==
        "d(log p_i)/dx_j = theta (delta_ij - p_j)\n"
        "d(log p_i)/dx_j = theta (1 - p_i) = -1 * 0.279 = -0.279\n"
        "| p_j | d(log p_i)/dx_j |\n");
}

TEST_CASE("softmax in mathematics") {
  const Page page = page_of(Operation::softmax, Mode::stable, {.is_temperature = true, .value = 2}, Spelling::math);
  CHECK(formulas(page.sections[1]) == "T = 2\n| x_j | z_j = \\frac{x_j}{T} |\n");
  CHECK(formulas(page.sections[2]) ==
        "m = \\max_j z_j = 0.244\n"  // 0.2445 as a double is a little less
        "s = \\sum_j e_j = 1.622\n"
        "p_i = \\frac{e_i}{s} = \\frac{0.622}{1.622} = 0.384\n"
        "| d_j = z_j - m | e_j = e^{d_j} |\n");
  CHECK(formulas(page.sections[4]) ==
        "\\frac{\\partial p_i}{\\partial x_j} = \\frac{p_i (\\delta_{ij} - p_j)}{T}\n"
        "\\frac{\\partial p_i}{\\partial x_j} = \\frac{p_i (1 - p_i)}{T} = \\frac{0.384 \\cdot 0.616}{2} = 0.118\n"
        "| p_j | \\frac{\\partial p_i}{\\partial x_j} |\n");
}

TEST_CASE("rows have the number of members before them that are not shown") {
  std::vector<double> x(20);
  const Derivation d = test::derived(test::vector_of(x), {}, {7});
  const Page of_many = page(d, Numbers(d.dtype, std::nullopt, Spelling::plain), Syntax(false));
  const auto* table = std::get_if<Table>(&of_many.sections[1].blocks.back());
  REQUIRE(table != nullptr);
  REQUIRE(table->rows.size() == 9);
  CHECK(table->rows[4].left_out == 3);
  CHECK(table->rows[4].is_element);
  CHECK(table->rows[5].left_out == 8);
  CHECK(table->rows[5].index == Index{16});
  CHECK(table->rows[6].left_out == 0);
}
