#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "check/compare.h"
#include "check/interval.h"
#include "check/softmax_range.h"
#include "check/subject.h"
#include "core/outcome.h"

namespace softmax::check {
/// Whether an element of the print is as a hypothesis has it.
using Agreement = std::function<bool(std::size_t element)>;

/// One thing that may have been computed instead.
struct Hypothesis {
  std::string parameter = {};  ///< what follows the '=' of the mistake's id: the dim, the temperature
  std::string remark = {};     ///< follows the sentence of the catalogue
  std::string command = {};    ///< reproduces the print; empty where there is none
  Shape shape;                 ///< of what would have been printed
  Candidate printed = {};      ///< what would have been printed; no values where only `agrees` is known
  Agreement agrees = {};       ///< used instead of comparing with `printed`
};

using Hypotheses = std::vector<Hypothesis>;

/// What hypotheses are compared with, and by which rule: that of the verdict.
struct Rule {
  Dtype dtype = Dtype::float64;             ///< the printing dtype
  std::optional<Tolerance> tolerance = {};  ///< in the place of digits and dtype
  bool knows_slices = true;                 ///< false where only single elements were printed
};

/// What hypotheses are made from: the run, the print that disagrees with it, and ranges that several of them need.
class Context {
 public:
  /// `elements` are the places where a hypothesis has to agree: all, or those of a sample of slices.
  Context(const Subject& subject, const Expected& expected, const Verdict& verdict, const Command& command,
          std::vector<std::size_t> elements, Rule rule);

  const Subject& subject() const { return subject_; }
  const Expected& expected() const { return expected_; }
  const ExpectedNumber& printed(std::size_t element) const { return expected_.numbers[element]; }
  const Verdict& verdict() const { return verdict_; }
  const Command& command() const { return command_; }
  const std::vector<std::size_t>& elements() const { return elements_; }
  const Rule& rule() const { return rule_; }

  const Shape& shape() const { return subject_.shape; }
  Operation operation() const { return subject_.request.operation; }
  bool is_log() const { return operation() == Operation::log_softmax; }
  const SliceIndex& slices() const { return range_->slices(); }
  const std::vector<std::size_t>& dims() const { return slices().dims(); }  ///< of the request

  const Field& logits() const { return logits_; }          ///< of the run
  double largest_logit() const { return largest_logit_; }  ///< the largest magnitude of a finite one; else 0

  /// Softmax of the logits along the dims of the request.
  const std::shared_ptr<SoftmaxRange>& range() const { return range_; }

  /// Along other dims.
  std::shared_ptr<SoftmaxRange> range_along(const std::vector<std::size_t>& dims) const;

  /// Along the dims of the request, of other logits.
  std::shared_ptr<SoftmaxRange> range_of(Field logits) const;

  /// The kind of the loss of what was asked for.
  LossKind loss() const { return is_log() ? LossKind::logarithmic : LossKind::relative; }

  /// The values that agree with the printed number at that place by its digits (or by the tolerance), in doubles: an
  /// end may be off by a unit in its last place.
  Interval half(std::size_t element) const;

  /// Whether the printed number at that place agrees with some of the values, as the printing dtype may lose digits of
  /// them. |x - max| is that of the run.
  bool agrees(std::size_t element, const Interval& value, LossKind loss) const;

  /// Whether the print agrees with the candidate on all elements, by exactly the rule of the verdict.
  bool agrees(const Candidate& candidate) const;

  /// What the printing dtype may lose of such a value where x is the maximum.
  double loss_of(const Interval& value, LossKind loss) const {
    return check::loss_of(rule_.dtype, loss, magnitude(value), 0);
  }

  /// What adding up the longest dim term by term loses of the sum, in units of a dtype's ε.
  double loss_of_summing() const { return loss_of_summing_; }

  /// The hypothesis that the result would have been this, in the shape of the input.
  Hypothesis suppose(Field value, LossKind loss, std::string parameter = {}, std::string command = {}) const;

  /// The hypothesis that the operation of the run was applied to this range.
  Hypothesis suppose(std::shared_ptr<SoftmaxRange> range, std::string parameter = {}, std::string command = {}) const;

  /// The hypothesis that holds where this says so, with no values of its own.
  Hypothesis suppose(Agreement agrees, std::string parameter = {}, std::string command = {}) const;

  /// The command of the run with something changed: change(request).
  template <class Change>
  std::string command_with(Change change) const {
    Request request = command_.request;
    change(request);
    return command_.text(request);
  }

 private:
  const Subject& subject_;
  const Expected& expected_;
  const Verdict& verdict_;
  const Command& command_;
  std::vector<std::size_t> elements_;
  Field logits_;
  std::shared_ptr<SoftmaxRange> range_;
  mutable std::map<std::vector<std::size_t>, std::shared_ptr<SoftmaxRange>> other_ranges_;  ///< by their dims
  Rule rule_;
  double loss_of_summing_ = 0;
  double largest_logit_ = 0;
};

/// A function of a mistake: its hypotheses on one run; none where the mistake makes no sense for the input.
using Suppose = Hypotheses(const Context& context);

/// A row of the catalogue of mistakes.
struct KnownMistake {
  std::string_view id;        ///< one that ends with '=' is followed by the parameter of a hypothesis
  std::string_view sentence;  ///< what the print is; {} is the parameter
  Suppose* suppose;
};

/// All known mistakes, simplest first (table.cpp).
std::span<const KnownMistake> catalogue();

/// Whether an id, its parameter included, is one of the catalogue: "log", "dim=0,2".
bool is_catalogue_id(std::string_view id);

/// Finds what was computed instead: fills in the mistakes of a verdict that disagrees. They are all those of the
/// catalogue that agree with the print on every element by the verdict's rule, simplest first. Of a large tensor a
/// sample of the slices is looked at, and the verdict says so.
void find_mistakes(const Subject& subject, const Expected& expected, const Command& command,
                   const std::optional<Tolerance>& tolerance, Verdict& verdict);

/// The same for single elements of a print. The others were not printed, and their numbers are not looked at.
void find_mistakes_of_elements(const Subject& subject, const Expected& expected, const Command& command,
                               const std::vector<std::size_t>& places, Verdict& verdict);

/// The same for sums along the dims of the run: which numbers they are the sums of.
void find_mistakes_of_sums(const Subject& subject, const Expected& sums, const Command& command, Verdict& verdict);
}  // namespace softmax::check
