#include "derive/page.h"

#include <cstddef>
#include <initializer_list>
#include <string_view>

#include "core/formatted.h"
#include "derive/derivation.h"

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
}  // namespace softmax::derive
