#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "check/command.h"
#include "check/softmax_range.h"
#include "check/subject.h"
#include "core/outcome.h"

namespace softmax::check {

/// How what a dtype loses grows: with the number, as for softmax, or with the logits, as for log-softmax.
enum class LossKind { relative, logarithmic };

/// One thing that may have been computed instead.
struct Hypothesis {
  std::string parameter = {};  ///< what stands behind the '=' of its id: the dim, the temperature
  std::string remark = {};     ///< what is to be said besides, behind the sentence of the catalogue
  std::string command = {};    ///< that reproduces it; empty where there is none
  Shape shape;                 ///< of what would have been printed
  Field value = {};            ///< the values that each number could have had; a NaN where it would be one
  LossKind loss = LossKind::relative;
  std::function<bool(std::size_t element)> agrees =
      {};  ///< whether an element is as supposed; instead of comparing `value`
};

/// What suppositions are made from: the run, the print that disagrees with it, and ranges that several of them need.
class Context {
 public:
  /// `elements` are the places that explanations have to agree on: all, or those of a sample of slices.
  Context(const Subject& subject, const Expected& expected, const Verdict& verdict, const Command& command,
          std::vector<std::size_t> elements);

  const Subject& subject() const { return subject_; }
  const Expected& expected() const { return expected_; }
  const Verdict& verdict() const { return verdict_; }
  const Command& command() const { return command_; }
  const std::vector<std::size_t>& elements() const { return elements_; }

  const Shape& shape() const { return subject_.shape; }
  Operation operation() const { return subject_.request.operation; }
  bool is_log() const { return operation() == Operation::log_softmax; }
  const std::vector<std::size_t>& dims() const { return range_->slices().dims(); }  ///< that were asked for

  /// The logits of the run.
  const Field& logits() const { return logits_; }

  /// Softmax of the logits along the dims of the request.
  const std::shared_ptr<SoftmaxRange>& range() const { return range_; }

  /// Along other dims.
  std::shared_ptr<SoftmaxRange> range_along(const std::vector<std::size_t>& dims) const;

  /// Along the dims of the request, of other logits.
  std::shared_ptr<SoftmaxRange> range_of(Field logits) const;

  /// The kind of the loss of what was asked for.
  LossKind loss() const { return is_log() ? LossKind::logarithmic : LossKind::relative; }

  /// Whether the printed number at that place agrees, at digits, inputs or dtype, with some of the values.
  bool agrees(std::size_t element, const Interval& value, LossKind loss) const;

  /// What adding up the longest dim term by term loses of the sum, in units of a dtype's ε. (The dtype level takes sums
  /// to be exact; an explanation has to hold for what was really run.)
  double loss_of_summing() const { return loss_of_summing_; }

  /// What the printing dtype may lose of such a value.
  double loss_of(const Interval& value, LossKind loss) const;

  /// A hypothesis that the result would have been this, in the shape of the input.
  Hypothesis suppose(Field value, LossKind loss, std::string parameter = {}, std::string command = {}) const;

 private:
  const Subject& subject_;
  const Expected& expected_;
  const Verdict& verdict_;
  const Command& command_;
  std::vector<std::size_t> elements_;
  Field logits_;
  std::shared_ptr<SoftmaxRange> range_;
  mutable std::map<std::vector<std::size_t>, std::shared_ptr<SoftmaxRange>> other_ranges_;  ///< by their dims
  double epsilon_;
  double smallest_;
  double loss_of_summing_ = 0;
  double extent_ = 0;  ///< of finite logits: no two are farther apart
};

}  // namespace softmax::check
