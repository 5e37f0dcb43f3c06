// The first pass: slices become their maximum and the sum of the others' exponentials. Compiled once for each
// instruction set.

#if defined(SOFTMAX_COMPUTE_REDUCE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOFTMAX_COMPUTE_REDUCE_INL_H_
#undef SOFTMAX_COMPUTE_REDUCE_INL_H_
#else
#define SOFTMAX_COMPUTE_REDUCE_INL_H_
#endif

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <hwy/cache_control.h>
#include <hwy/highway.h>

#include "compute/kernels.h"
#include "compute/logits-inl.h"
#include "compute/vector_math-inl.h"
#include "compute/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace softmax::compute::HWY_NAMESPACE {

/// Elements of a run that are read twice (for their maximum and their sum) while they are in the nearest cache.
inline constexpr std::size_t run_chunk = 4096;

/// The same for a matrix of slices side by side: rows and columns.
inline constexpr std::size_t row_chunk = 64;
inline constexpr std::size_t column_chunk = 512;

/// The larger of maximum and w; NaN from then on once a w is NaN or +Infinity.
HWY_INLINE V RaiseMaximum(V maximum, V w) {
  const V larger = hn::IfThenElse(hn::Lt(maximum, w), w, maximum);  // keeps a maximum that is NaN
  return hn::IfThenElse(hn::Lt(w, hn::Set(D(), infinity)), larger, hn::Set(D(), not_a_number));
}

/// Partial sums, one a lane: exponentials of elements below the maximum, and how many are equal to it.
template <class Number>
struct Partial {
  Number others;
  V ties;
};

HWY_INLINE Single Without(M left_out, Single term) { return {hn::IfThenZeroElse(left_out, term.high)}; }
HWY_INLINE Pair Without(M left_out, Pair term) {
  return {hn::IfThenZeroElse(left_out, term.high), hn::IfThenZeroElse(left_out, term.low)};
}

/// Adds elements to their sums, and gives their exponentials.
template <bool is_scaled, class Number>
HWY_INLINE Number Add(V w, V maximum, const ScaleVectors& scale, Partial<Number>& partial) {
  const Number z = Logit<is_scaled, Number>(w, maximum, scale);
  const M is_tie = hn::Eq(z.high, hn::Zero(D()));
  const Number exponential = Exp(z);
  AddTo(partial.others, Without(is_tie, exponential));
  if (HWY_UNLIKELY(!hn::AllFalse(D(), is_tie))) {
    partial.ties = hn::Add(partial.ties, hn::IfThenElseZero(is_tie, hn::Set(D(), 1.0)));
  }
  return exponential;
}

/// The sum of the others' exponentials when the maximum changes: (1 + others)·e^(old - raised), the old maximum having
/// become one of the others.
HWY_INLINE Single OneMoreTimes(Single others, Single power) {
  return {hn::Mul(hn::Add(hn::Set(D(), 1.0), others.high), power.high)};
}
HWY_INLINE Pair OneMoreTimes(Pair others, Pair power) {
  const V unbias = hn::Set(D(), 1 / unit_of<Pair>);
  Pair all = TwoSum(hn::Set(D(), unit_of<Pair>), others.high);
  all.low = hn::Add(all.low, others.low);
  power = {hn::Mul(power.high, unbias), hn::Mul(power.low, unbias)};
  const V high = hn::Mul(all.high, power.high);
  const V error = FusedNegated(all.high, power.high, high);
  return {high, hn::Sub(Fused(all.high, power.low, hn::Mul(all.low, power.high)), error)};
}

HWY_INLINE Single Choose(M first, Single a, Single b) { return {hn::IfThenElse(first, a.high, b.high)}; }
HWY_INLINE Pair Choose(M first, Pair a, Pair b) {
  return {hn::IfThenElse(first, a.high, b.high), hn::IfThenElse(first, a.low, b.low)};
}

/// Unchanged when the maximum is the same; 0 when there was no element before.
template <bool is_scaled, class Number>
HWY_INLINE Number Rebase(Number others, V old, V raised, const ScaleVectors& scale) {
  const Number power = Exp(Logit<is_scaled, Number>(old, raised, scale));
  return Choose(hn::Eq(old, raised), others, OneMoreTimes(others, power));
}

/// The exponentials of a chunk, as Add gives them. Without a place for them they are computed again when they are
/// needed.
struct Kept {
  double* high = nullptr;
  double* low = nullptr;

  Kept operator+(std::size_t i) const { return {high + i, low + i}; }
};

void Reset(const Slots& slots, std::size_t slices) {
  std::fill_n(slots.maximum, slices, -infinity);
  std::fill_n(slots.high, slices, 0.0);
  std::fill_n(slots.low, slices, 0.0);
}

/// a + b, both normalised, normalised. However many are added, the low part never grows to where its own rounding would
/// count.
HWY_INLINE Pair NormalisedSum(Pair a, Pair b) {
  const Pair high = TwoSum(a.high, b.high);
  return FastTwoSum(high.high, hn::Add(high.low, hn::Add(a.low, b.low)));
}

/// The largest w of a run, if none was larger before; NaN as RaiseMaximum has it. Of the two zeros it is -0: then
/// w - maximum is +0 for both.
template <bool is_scaled, class T>
double RunMaximum(const T* x, std::size_t count, const ScaleVectors& scale, double before) {
  V maximum[2] = {hn::Set(D(), before), hn::Set(D(), before)};
  std::size_t i = 0;
  for (; i + 2 * step <= count; i += 2 * step) {
    maximum[0] = RaiseMaximum(maximum[0], Prescaled<is_scaled>(Load(x + i), scale));
    maximum[1] = RaiseMaximum(maximum[1], Prescaled<is_scaled>(Load(x + i + step), scale));
  }
  for (; i < count; i += step) {
    const V w = i + step <= count ? Load(x + i) : LoadPart(x + i, count - i, static_cast<double>(x[i]));
    maximum[0] = RaiseMaximum(maximum[0], Prescaled<is_scaled>(w, scale));
  }
  HWY_ALIGN double lane[2 * step];
  hn::Store(maximum[0], D(), lane);
  hn::Store(maximum[1], D(), lane + step);
  double largest = before;
  for (const double value : lane) largest = largest < value || std::isnan(value) ? value : largest;
  return largest == 0 ? -0.0 : largest;
}

/// Adds a run of at most run_chunk elements to its slice, whose maximum is at least theirs and was `old` before. While
/// the processor computes, memory brings what is needed next, behind the run.
template <bool is_scaled, class T>
void AddRun(const T* x, std::size_t count, const ScaleVectors& scale, double old, const Slots& slot, Kept kept) {
  using Number = NumberFor<T>;
  constexpr std::size_t vectors = lanes / step;
  const V maximum = hn::Set(D(), slot.maximum[0]);
  Partial<Number> partial[vectors];
  for (auto& p : partial) p = {NumberOf<Number>(hn::Zero(D()), hn::Zero(D())), hn::Zero(D())};
  const auto add = [&](V w, std::size_t k, std::size_t i) HWY_ATTR {
    const Number e = Add<is_scaled>(w, maximum, scale, partial[k]);
    if (kept.high != nullptr) StoreNumber(e, kept.high + i, kept.low + i);
  };
  std::size_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    hwy::Prefetch(x + count + i);
    for (std::size_t k = 0; k < vectors; ++k) {
      add(Prescaled<is_scaled>(Load(x + i + k * step), scale), k, i + k * step);
    }
  }
  for (std::size_t k = 0; i < count; i += step, ++k) {
    const std::size_t valid = std::min(step, count - i);
    // What stands behind the end becomes -Infinity, which adds nothing.
    const V w = Prescaled<is_scaled>(LoadPart(x + i, valid, 0), scale);
    add(hn::IfThenElse(hn::FirstN(D(), valid), w, hn::Set(D(), -infinity)), k, i);
  }

  HWY_ALIGN double high[lanes];
  HWY_ALIGN double low[lanes];
  HWY_ALIGN double ties[lanes];
  for (std::size_t k = 0; k < vectors; ++k) {
    hn::Store(partial[k].others.high, D(), high + k * step);
    hn::Store(LowOf(partial[k].others), D(), low + k * step);
    hn::Store(partial[k].ties, D(), ties + k * step);
  }
  const Number base = Rebase<is_scaled>(NumberOf<Number>(hn::Set(D(), slot.high[0]), hn::Set(D(), slot.low[0])),
                                        hn::Set(D(), old), maximum, scale);
  Pair sum = {base.high, LowOf(base)};
  double equal = old < slot.maximum[0] ? -1 : 0;  // the maximum itself is none of the others
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    sum = NormalisedSum(sum, {hn::Set(D(), high[lane]), hn::Set(D(), low[lane])});
    equal += ties[lane];
  }
  sum = NormalisedSum(sum, {hn::Set(D(), equal * unit_of<Number>), hn::Zero(D())});
  slot.high[0] = hn::GetLane(sum.high);
  slot.low[0] = hn::GetLane(sum.low);
}

/// A run of at most run_chunk elements of one slice.
template <bool is_scaled, class T>
void ReduceRun(const T* x, std::size_t count, const ScaleVectors& scale, const Slots& slot, Kept kept) {
  const double old = slot.maximum[0];
  slot.maximum[0] = RunMaximum<is_scaled>(x, count, scale, old);
  if (slot.maximum[0] > -infinity) AddRun<is_scaled>(x, count, scale, old, slot, kept);
  // else NaN, or nothing but -Infinity so far
}

/// At most column_chunk slices side by side, at most row_chunk rows of them unless they are kept. Row by row, so that
/// memory is read in order; what is known of the slices stays in the nearest cache.
template <bool is_scaled, class T>
void ReduceStrip(const T* x, std::size_t rows, std::size_t columns, std::size_t stride, const ScaleVectors& scale,
                 const Slots& slots, Kept kept) {
  using Number = NumberFor<T>;
  columns = std::min(columns, column_chunk);  // true anyway: it tells the compiler that the arrays suffice
  const std::size_t padded = (columns + step - 1) / step * step;
  const auto load = [&](std::size_t row, std::size_t c) HWY_ATTR {
    const T* from = x + row * stride + c;
    return Prescaled<is_scaled>(c + step <= columns ? Load(from) : LoadPart(from, columns - c, 0), scale);
  };

  HWY_ALIGN double maximum[column_chunk];
  HWY_ALIGN double high[column_chunk];
  HWY_ALIGN double low[column_chunk];
  HWY_ALIGN double ties[column_chunk];
  std::fill_n(maximum, padded, -infinity);
  std::fill_n(high, padded, 0.0);
  std::fill_n(low, padded, 0.0);
  std::copy_n(slots.maximum, columns, maximum);

  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t c = 0; c < padded; c += step) {
      hn::Store(RaiseMaximum(hn::Load(D(), maximum + c), load(row, c)), D(), maximum + c);
    }
  }
  for (std::size_t c = 0; c < padded; c += step) {
    const std::size_t valid = std::min(step, columns - c);
    const V old = LoadPart(slots.maximum + c, valid, 0);
    const V found = hn::Load(D(), maximum + c);
    const V top = hn::IfThenElse(hn::Eq(found, hn::Zero(D())), hn::Set(D(), -0.0), found);
    const Number others = NumberOf<Number>(LoadPart(slots.high + c, valid, 0), LoadPart(slots.low + c, valid, 0));
    const Number base = Rebase<is_scaled>(others, old, top, scale);
    StorePart(base.high, slots.high + c, valid);
    StorePart(LowOf(base), slots.low + c, valid);
    hn::Store(hn::IfThenElseZero(hn::Lt(old, top), hn::Set(D(), -1.0)), D(), ties + c);
    hn::Store(top, D(), maximum + c);
  }
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t c = 0; c < padded; c += step) {
      // A slice of nothing but -Infinity so far is measured against 0: every exponential is 0.
      const V top = hn::Load(D(), maximum + c);
      const V finite = hn::IfThenElse(hn::Eq(top, hn::Set(D(), -infinity)), hn::Zero(D()), top);
      Partial<Number> partial = {LoadNumber<Number>(high + c, low + c), hn::Load(D(), ties + c)};
      const Number e = Add<is_scaled>(load(row, c), finite, scale, partial);
      if (kept.high != nullptr) StoreNumber(e, kept.high + row * padded + c, kept.low + row * padded + c);
      StoreNumber(partial.others, high + c, low + c);
      hn::Store(partial.ties, D(), ties + c);
    }
  }
  // The strip's own sums join those of the slices as a whole, as the lanes of a run do.
  const V unit = hn::Set(D(), unit_of<Number>);
  for (std::size_t c = 0; c < columns; c += step) {
    Pair sum = {LoadPart(slots.high + c, columns - c, 0), LoadPart(slots.low + c, columns - c, 0)};
    sum = NormalisedSum(sum, {hn::Load(D(), high + c), hn::Load(D(), low + c)});
    sum = NormalisedSum(sum, {hn::Mul(hn::Load(D(), ties + c), unit), hn::Zero(D())});
    StorePart(sum.high, slots.high + c, columns - c);
    StorePart(sum.low, slots.low + c, columns - c);
  }
  std::copy_n(maximum, columns, slots.maximum);
}

template <bool is_scaled, class T>
void ReduceMatrix(const T* x, const Matrix& matrix, const ScaleVectors& scale, const Slots& slots) {
  if (matrix.columns == 1 && matrix.stride == 1) {
    for (std::size_t i = 0; i < matrix.rows; i += run_chunk) {
      ReduceRun<is_scaled>(x + i, std::min(run_chunk, matrix.rows - i), scale, slots, {});
    }
    return;
  }
  for (std::size_t c = 0; c < matrix.columns; c += column_chunk) {
    for (std::size_t row = 0; row < matrix.rows; row += row_chunk) {
      ReduceStrip<is_scaled>(x + row * matrix.stride + c, std::min(row_chunk, matrix.rows - row),
                             std::min(column_chunk, matrix.columns - c), matrix.stride, scale, slots + c, {});
    }
  }
}

template <class T>
void Reduce(const T* x, const Matrix& matrix, const Scaling& scaling, const Slots& slots) {
  const ScaleVectors scale = ScaleOf(scaling);
  scaling.is_one() ? ReduceMatrix<false>(x, matrix, scale, slots) : ReduceMatrix<true>(x, matrix, scale, slots);
}

template <class Number>
void Finish(Operation operation, const Slots& slots, std::size_t slices) {
  const V unbias = hn::Set(D(), 1 / unit_of<Number>);
  const V one = hn::Set(D(), 1.0);
  for (std::size_t i = 0; i < slices; i += step) {
    const std::size_t count = std::min(step, slices - i);
    const V maximum = LoadPart(slots.maximum + i, count, 0);
    const V spoilt =
        hn::IfThenElse(hn::And(hn::Lt(hn::Set(D(), -infinity), maximum), hn::Lt(maximum, hn::Set(D(), infinity))),
                       hn::Zero(D()), hn::Set(D(), not_a_number));
    const Pair others = FastTwoSum(hn::Mul(LoadPart(slots.high + i, count, 0), unbias),
                                   hn::Mul(LoadPart(slots.low + i, count, 0), unbias));
    Pair number;
    if (operation == Operation::log_softmax) {
      number = Log1p(others);
    } else {
      const Pair sum = TwoSum(one, others.high);
      number = FastTwoSum(sum.high, hn::Add(sum.low, others.low));
      StorePart(hn::Add(hn::Div(one, number.high), spoilt), slots.inverse + i, count);
    }
    StorePart(hn::Add(maximum, spoilt), slots.maximum + i, count);
    StorePart(hn::Add(number.high, spoilt), slots.high + i, count);
    StorePart(number.low, slots.low + i, count);
  }
}

}  // namespace softmax::compute::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // SOFTMAX_COMPUTE_REDUCE_INL_H_
