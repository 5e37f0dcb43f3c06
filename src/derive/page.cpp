#include "derive/page.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>

#include <fmt/ranges.h>

namespace softmax::derive {
namespace {
NonfiniteWords words(Spelling spelling) {
  if (spelling == Spelling::math) return {"\\mathrm{NaN}", "\\infty", "-\\infty"};
  if (spelling == Spelling::json) return {"\"NaN\"", "\"Infinity\"", "\"-Infinity\""};
  return {"NaN", "Infinity", "-Infinity"};
}

/// "1e-05" as "1 \cdot 10^{-5}".
std::string with_power(std::string_view number) {
  const std::size_t mark = number.find('e');
  if (mark == std::string_view::npos || number.starts_with('\\')) return std::string(number);
  std::string_view exponent = number.substr(mark + 1);
  const bool is_negative = exponent.starts_with('-');
  exponent.remove_prefix(exponent.find_first_not_of("+-0"));
  return formatted("{} \\cdot 10^{{{}{}}}", number.substr(0, mark), is_negative ? "-" : "", exponent);
}

class Pages {
 public:
  Pages(const Derivation& derivation, const Numbers& numbers, const Syntax& syntax)
      : d_(derivation), numbers_(numbers), syntax_(syntax) {}

  Page page() const {
    Page page;
    page.title = formatted("{} at {}", name(d_.operation), index_text(d_.index));
    page.sections.push_back(opening());
    page.sections.push_back(slice());
    const bool is_stable = d_.mode == Mode::stable;
    page.sections.push_back(is_stable ? stable() : naive());
    page.sections.push_back(is_stable ? naive() : stable());
    page.sections.push_back(derivatives());
    return page;
  }

 private:
  bool is_log() const { return d_.operation == Operation::log_softmax; }
  const Member& element() const { return d_.members[d_.element]; }

  /// The argument of the exponential: z where there is a scale, else x.
  std::string logit(char subscript) const { return formatted("{}_{}", d_.scale.is_one() ? 'x' : 'z', subscript); }

  std::string result() const { return is_log() ? syntax_.logarithm("p_i") : "p_i"; }

  std::string at(const Index& index) const { return syntax_.words("at ") + index_text(index); }

  Table table(std::vector<std::string> headings, std::initializer_list<double Member::*> columns) const {
    Table table;
    table.headings = std::move(headings);
    std::size_t next = 0;
    for (const Member& member : d_.members) {
      Table::Row row{member.index == d_.index, member.position - next, member.index, {}};
      for (const auto column : columns) row.numbers.push_back(member.*column);
      table.rows.push_back(std::move(row));
      next = member.position + 1;
    }
    return table;
  }

  Section opening() const {
    Section section{
        {}, {Paragraph{headline(d_)}, Equation{{result(), numbers_(d_.result)}, "i = " + index_text(d_.index)}}};
    for (const std::string& remark : remarks(d_, numbers_, syntax_)) section.blocks.emplace_back(Paragraph{remark});
    return section;
  }

  Section slice() const {
    const std::string heading = formatted("The slice {} of {} element{}", slice_text(d_.dims, d_.index),
                                          d_.slice_length, d_.slice_length == 1 ? "" : "s");
    if (d_.scale.is_one()) return {heading, {table({"x_j"}, {&Member::input})}};
    const std::string scaled =
        d_.scale.is_temperature ? syntax_.quotient("x_j", "T") : formatted("{} x_j", syntax_.theta());
    return {heading,
            {Equation{{scale_symbol(), numbers_.parameter(d_.scale.value)}},
             table({"x_j", "z_j = " + scaled}, {&Member::input, &Member::logit})}};
  }

  Section stable() const {
    const std::string maximum = numbers_(d_.stable.maximum);
    const std::string sum = numbers_(d_.stable.sum);
    const std::string result_number = numbers_(d_.stable.result);
    Section section{"The stable form",
                    {Equation{{"m", syntax_.largest_over_j(logit('j')), maximum}, at(d_.members[d_.maximum].index)},
                     table({"d_j = " + syntax_.difference(logit('j'), "m"), "e_j = " + syntax_.exponential("d_j")},
                           {&Member::difference, &Member::exponential}),
                     Equation{{"s", syntax_.sum_over_j("e_j"), sum}}}};
    const auto add = [&section](auto block) { section.blocks.emplace_back(std::move(block)); };
    if (is_log()) {
      const std::string log_s = syntax_.logarithm("s");
      const std::string log_sum = numbers_(d_.stable.log_sum);
      add(Equation{{log_s, syntax_.logarithm(sum), log_sum}});
      add(Equation{{syntax_.log_sum_exp(), "m + " + log_s, formatted("{} + {}", maximum, log_sum),
                    numbers_(d_.stable.log_sum_exp)}});
      add(Equation{{result(), syntax_.difference(logit('i'), syntax_.log_sum_exp()), syntax_.difference("d_i", log_s),
                    syntax_.difference(numbers_(element().difference), log_sum), result_number}});
    } else {
      add(Equation{{result(), syntax_.quotient("e_i", "s"), syntax_.quotient(numbers_(element().exponential), sum),
                    result_number}});
    }
    add(Paragraph{
        formatted("Each number is shown rounded to {}; the program keeps more digits from step to step and rounds "
                  "the result once.",
                  name(d_.dtype))});
    return section;
  }

  Section naive() const {
    const std::string exponential = syntax_.exponential(logit('j'));
    const std::string sum = numbers_(d_.naive.sum);
    const std::string quotient = numbers_(d_.naive.quotient);
    const std::string ratio = syntax_.quotient(syntax_.exponential(logit('i')), syntax_.sum_over_j(exponential));
    const std::string ratio_in_numbers = syntax_.quotient(numbers_(element().naive_exponential), sum);
    Section section{
        "The naive form",
        {table({exponential}, {&Member::naive_exponential}), Equation{{syntax_.sum_over_j(exponential), sum}},
         Equation{{is_log() ? "q" : result(), ratio, ratio_in_numbers, quotient}}}};
    if (is_log()) {
      section.blocks.emplace_back(
          Equation{{result(), syntax_.logarithm("q"), syntax_.logarithm(quotient), numbers_(d_.naive.result)}});
    }
    section.blocks.emplace_back(
        Paragraph{formatted("Every step is rounded to {}. {}", name(d_.dtype), naive_remark(d_, numbers_, syntax_))});
    return section;
  }

  std::string scale_symbol() const { return d_.scale.is_temperature ? "T" : syntax_.theta(); }

  /// A derivative with the scale, in symbols or in numbers: "… / T", "theta …", "0.5 * …".
  std::string scaled(const std::string& derivative, const std::string& scale) const {
    if (d_.scale.is_one()) return derivative;
    if (d_.scale.is_temperature) return syntax_.quotient(derivative, scale);
    return scale == syntax_.theta() ? formatted("{} {}", scale, derivative) : syntax_.product(scale, derivative);
  }

  /// The derivative before the scale: p_i times the difference for softmax, the difference itself for log-softmax.
  std::string factored(const std::string& difference) const {
    if (!is_log()) return formatted("p_i ({})", difference);
    return d_.scale.is_one() ? difference : formatted("({})", difference);
  }

  Section derivatives() const {
    const std::string with = syntax_.derivative(result());
    return {"The derivatives",
            {Equation{{with, scaled(factored(syntax_.difference(syntax_.delta(), "p_j")), scale_symbol())}},
             table({"p_j", with}, {&Member::softmax, &Member::derivative}), own_derivative(with)}};
  }

  /// The derivative with respect to the element's own input, where the delta is 1.
  Equation own_derivative(const std::string& with) const {
    Equation equation{{with, scaled(factored(syntax_.difference("1", "p_i")), scale_symbol())}, "j = i"};
    const std::string rest = numbers_(d_.complement);
    const std::string product = is_log() ? rest : syntax_.product(numbers_(element().softmax), rest);
    const bool is_one_number = is_log() && d_.scale.is_one();
    if (!is_one_number) equation.sides.push_back(scaled(product, numbers_.parameter(d_.scale.value)));
    equation.sides.push_back(numbers_(element().derivative));
    return equation;
  }

  const Derivation& d_;
  const Numbers& numbers_;
  const Syntax& syntax_;
};
}  // namespace

Numbers::Numbers(Dtype dtype, std::optional<int> precision, Spelling spelling)
    : dtype_(dtype), spelling_(spelling), text_(dtype, precision, words(spelling)) {}

std::string Numbers::operator()(double value) const {
  const std::string text = dtype_ == Dtype::float64 ? text_(value) : text_(static_cast<float>(value));
  return spelling_ == Spelling::math ? with_power(text) : text;
}

std::string Numbers::parameter(double value) const {
  const std::string text = formatted("{}", value);
  return spelling_ == Spelling::math ? with_power(text) : text;
}

Page page(const Derivation& derivation, const Numbers& numbers, const Syntax& syntax) {
  return Pages(derivation, numbers, syntax).page();
}

std::string headline(const Derivation& d) {
  const std::string dims =
      d.dims.empty() ? "dim 0" : formatted("dim{} {}", d.dims.size() == 1 ? "" : "s", fmt::join(d.dims, ","));
  std::string scale;
  if (!d.scale.is_one()) {
    scale = formatted(", {} {}", d.scale.is_temperature ? "temperature" : "theta", d.scale.value);
  }
  return formatted("{} along {}, {}, {}, shape {}{}", name(d.operation), dims, name(d.mode), name(d.dtype),
                   shape_text(d.shape), scale);
}

std::vector<std::string> remarks(const Derivation& d, const Numbers& numbers, const Syntax& syntax) {
  const auto number = [&](double value) { return syntax.inline_text(numbers(value)); };
  const std::string nan = number(NAN);
  const std::string culprit = index_text(d.members[d.culprit].index);
  const Member& element = d.members[d.element];
  const std::string_view what = d.scale.is_one() ? "input" : "logit";
  switch (d.undefined) {
    case Undefined::nan:
      return {
          formatted("The input at {0} is {1}. Everything computed with it is {1}, and so is every result of this "
                    "slice.",
                    culprit, nan)};
    case Undefined::zero_times:
      return {formatted("The input at {} is {}, and 0 times it is {}, and so is every result of this slice.", culprit,
                        number(d.members[d.culprit].input), nan)};
    case Undefined::infinity:
      return {
          d.mode == Mode::naive
              ? formatted("The {} at {} is {}, and so is the sum. The result there is {}, as it is infinity divided "
                          "by infinity.",
                          what, culprit, number(HUGE_VAL), nan)
              : formatted("The {} at {} is {}. Its difference from itself is {}, so the sum is {}, and so is every "
                          "result of this slice.",
                          what, culprit, number(HUGE_VAL), nan, nan)};
    case Undefined::masked:
      return {formatted("Every {} of this slice is {}. Their differences are {}: nothing is left to normalise.", what,
                        number(-HUGE_VAL), nan)};
    case Undefined::no:
      break;
  }
  std::vector<std::string> lines;
  if (std::isinf(element.input)) {
    lines.push_back(
        formatted("The {} at {} is {}, a mask: its exponential is 0.", what, index_text(d.index), number(-HUGE_VAL)));
  }
  if (d.slice_length == 1) {
    lines.emplace_back("The slice has one element: its exponential is the sum, whatever the input.");
  }
  const bool is_scaled_beyond = std::any_of(d.members.begin(), d.members.end(), [](const Member& member) {
    return std::isfinite(member.input) && std::isinf(member.logit);
  });
  if (is_scaled_beyond) {
    lines.push_back(formatted("A logit is beyond {}. The stable form takes the differences first and then applies {}.",
                              name(d.dtype), d.scale.is_temperature ? "the temperature" : "theta"));
  }
  const bool is_underflow =
      d.operation == Operation::softmax && d.mode == Mode::stable && d.result == 0 && std::isfinite(element.input);
  if (is_underflow) {
    lines.push_back(
        formatted("The softmax of this element is too small for {} and becomes 0; log-softmax still has "
                  "its logarithm.",
                  name(d.dtype)));
  }
  return lines;
}

std::string naive_remark(const Derivation& d, const Numbers& numbers, const Syntax& syntax) {
  const auto number = [&](double value) { return syntax.inline_text(numbers(value)); };
  const Member& largest = d.members[d.maximum];
  // The exponent of e at which the dtype ends, with as many digits as the account has.
  const auto threshold = [&](double exponent) { return syntax.inline_text(formatted("{:.4f}", exponent)); };
  if (d.undefined != Undefined::no) {
    return std::isnan(d.naive.result) ? formatted("In the naive form, too, the result is {}.", number(NAN))
                                      : formatted("The naive form divides by {} here, where the stable form has {}.",
                                                  number(HUGE_VAL), number(NAN));
  }
  switch (d.naive.failure) {
    case Failure::none:
      return "The naive form does not fail here.";
    case Failure::logit:
      return formatted("The naive form fails at the logit at {}, which is beyond {}.", index_text(largest.index),
                       name(d.dtype));
    case Failure::exponential:
      return formatted("The naive form fails at the exponential of {} at {}: above {} it overflows {} and is {}.",
                       number(largest.logit), index_text(largest.index), threshold(traits(d.dtype).log_largest),
                       name(d.dtype), number(HUGE_VAL));
    case Failure::sum:
      return formatted(
          "The naive form fails at the sum: no exponential is infinite, but their sum overflows {} "
          "and is {}.",
          name(d.dtype), number(HUGE_VAL));
    case Failure::zero_sum:
      return formatted(
          "The naive form fails at the quotient: below {} every exponential underflows {} and is 0, so "
          "their sum is 0, and 0/0 is {}.",
          threshold(traits(d.dtype).exp_underflow), name(d.dtype), number(NAN));
    case Failure::zero_quotient:
      return formatted("The naive form fails at the quotient, which underflows {} and is 0{}.", name(d.dtype),
                       d.operation == Operation::softmax ? "" : ": its logarithm is " + number(-HUGE_VAL));
  }
  return {};
}

std::string_view name(Failure failure) {
  constexpr std::array<std::string_view, 6> names = {"", "logit", "exponential", "sum", "zero_sum", "zero_quotient"};
  return names[static_cast<std::size_t>(failure)];
}
}  // namespace softmax::derive
