// What the second pass needs to know of a slice. Compiled once for each instruction set.

#if defined(SOFTMAX_COMPUTE_SLICE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOFTMAX_COMPUTE_SLICE_INL_H_
#undef SOFTMAX_COMPUTE_SLICE_INL_H_
#else
#define SOFTMAX_COMPUTE_SLICE_INL_H_
#endif

#include <algorithm>
#include <cstddef>

#include <hwy/highway.h>

#include "compute/kernels.h"
#include "compute/vector_math-inl.h"
#include "compute/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace softmax::compute::HWY_NAMESPACE {

/// A finished slice as Slots has it, in every lane; or a slice a lane.
struct Slice {
  V maximum;
  V high;
  V low;
  V inverse;
};

HWY_INLINE Slice SliceOf(const Slots& slot) {
  const D d;
  return {hn::Set(d, slot.maximum[0]), hn::Set(d, slot.high[0]), hn::Set(d, slot.low[0]), hn::Set(d, slot.inverse[0])};
}

/// Of up to a vector of columns.
HWY_INLINE Slice SlicesOf(const Slots& slots, std::size_t count) {
  return {LoadPart(slots.maximum, count, 0), LoadPart(slots.high, count, 0), LoadPart(slots.low, count, 0),
          LoadPart(slots.inverse, count, 0)};
}

/// log s or s, s = 1 + others.
HWY_INLINE Pair SumOrItsLog(Operation operation, Single others) {
  // Of elements that are -Infinity e^lowest_single was added.
  others.high = hn::IfThenZeroElse(hn::Lt(others.high, hn::Set(D(), 0x1p-900)), others.high);
  const V number = operation == Operation::log_softmax ? Log1p(others).high : hn::Add(hn::Set(D(), 1.0), others.high);
  return {number, hn::Zero(D())};
}
HWY_INLINE Pair SumOrItsLog(Operation operation, Pair others) {
  const V unbias = hn::Set(D(), 1 / unit_of<Pair>);
  others = FastTwoSum(hn::Mul(others.high, unbias), hn::Mul(others.low, unbias));
  if (operation == Operation::log_softmax) return Log1p(others);
  const Pair sum = TwoSum(hn::Set(D(), 1.0), others.high);
  return FastTwoSum(sum.high, hn::Add(sum.low, others.low));
}

/// From the largest w and the sum of the others' exponentials in their units.
template <class Number>
HWY_INLINE Slice Finished(Operation operation, V maximum, Number others) {
  const M is_sound = hn::And(hn::Lt(hn::Set(D(), -infinity), maximum), hn::Lt(maximum, hn::Set(D(), infinity)));
  const V spoilt = hn::IfThenElse(is_sound, hn::Zero(D()), hn::Set(D(), not_a_number));
  Pair number = SumOrItsLog(operation, others);
  number.high = hn::Add(number.high, spoilt);
  return {hn::Add(maximum, spoilt), number.high, number.low, hn::Div(hn::Set(D(), 1.0), number.high)};
}

void Reset(const Slots& slots, std::size_t slices) {
  std::fill_n(slots.maximum, slices, -infinity);
  std::fill_n(slots.high, slices, 0.0);
  std::fill_n(slots.low, slices, 0.0);
}

template <class Number>
void Finish(Operation operation, const Slots& slots, std::size_t slices) {
  for (std::size_t i = 0; i < slices; i += step) {
    const std::size_t count = std::min(step, slices - i);
    const Number others = NumberOf<Number>(LoadPart(slots.high + i, count, 0), LoadPart(slots.low + i, count, 0));
    const Slice slice = Finished(operation, LoadPart(slots.maximum + i, count, 0), others);
    StorePart(slice.maximum, slots.maximum + i, count);
    StorePart(slice.high, slots.high + i, count);
    StorePart(slice.low, slots.low + i, count);
    StorePart(slice.inverse, slots.inverse + i, count);
  }
}

}  // namespace softmax::compute::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // SOFTMAX_COMPUTE_SLICE_INL_H_
