// The kernels of the stable form, compiled once for each instruction set and chosen at run time.
//
// A slice with maximum m becomes p = e^(x - m)/s, s = 1 + the others' e^(x - m), or log p = (x - m) - log s. Every step
// works on an unevaluated sum of two numbers, so that p and log p are rounded once where it counts:
//   x - m   exact in two parts, then times the scale, again in two parts; the shift costs no digit;
//   e^z     as (high + low)·2^n;
//   s       the others apart from the maximum's own 1, so that log s keeps its digits near 0;
//   p       the quotient of the high parts, corrected by its exact remainder and the low parts.
// A run of one slice is added up in `lanes` partial sums, element i in sum i mod lanes, whatever the vector length.

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "compute/kernels.cpp"
// Without a fused multiply-add other bits would come out: such machines use the scalar code, which calls std::fma.
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_SSE4)
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "compute/kernels.h"
#include "compute/vector_math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace softmax::compute::HWY_NAMESPACE {

template <class T>
using Tag = HWY_CAPPED(T, 64 / sizeof(T));

/// Partial sums of a run of one slice: as many as the longest vector has lanes.
template <class T>
inline constexpr std::size_t lanes = 64 / sizeof(T);

/// Elements of a run that are read twice (for their maximum and their sum) while they are in the nearest cache.
inline constexpr std::size_t run_chunk = 4096;

/// The same for a matrix of slices side by side: rows and columns.
inline constexpr std::size_t row_chunk = 64;
inline constexpr std::size_t column_chunk = 512;

template <class T>
inline constexpr T infinity = std::numeric_limits<T>::infinity();

/// Copies up to a vector of elements; the bound, which holds anyway, tells the compiler how few they are.
template <class T>
HWY_INLINE void CopyPart(const T* from, std::size_t count, T* to) {
  std::copy_n(from, std::min(count, lanes<T>), to);
}

/// Up to a vector of elements as w; the places behind them become -Infinity, which adds nothing to a slice.
template <class D, class T>
HWY_INLINE hn::Vec<D> LoadPart(D d, const T* x, std::size_t count, hn::Vec<D> prescale) {
  HWY_ALIGN T part[lanes<T>] = {};
  CopyPart(x, count, part);
  const auto w = hn::Mul(hn::Load(d, part), prescale);
  return hn::IfThenElse(hn::FirstN(d, count), w, hn::Set(d, -infinity<T>));
}

template <class D, class T>
HWY_INLINE void StorePart(D d, hn::Vec<D> y, T* to, std::size_t count) {
  HWY_ALIGN T part[lanes<T>];
  hn::Store(y, d, part);
  CopyPart(part, count, to);
}

/// What the kernels need of a Scaling, as vectors.
template <class D>
struct Scale {
  using V = hn::Vec<D>;
  V prescale;
  V high;
  V low;
  V first;
  V second;
};

template <class D, class T>
HWY_INLINE Scale<D> ScaleOf(D d, const Scaling<T>& scaling) {
  return {hn::Set(d, scaling.prescale), hn::Set(d, scaling.high), hn::Set(d, scaling.low),
          hn::Set(d, scaling.first), hn::Set(d, scaling.second)};
}

/// z = (w - maximum)·scale in two parts. For w of -Infinity, and where the difference is beyond the type, -Infinity and 0.
template <bool is_scaled, class D, class V>
HWY_INLINE Pair<V> Logit(D d, V w, V maximum, const Scale<D>& scale) {
  Pair<V> z = TwoSum(w, hn::Neg(maximum));
  if constexpr (is_scaled) {
    const auto is_zero = hn::Eq(z.high, hn::Zero(d));  // 0 times an infinite power is 0 here
    z = {hn::Mul(z.high, scale.first), hn::Mul(z.low, scale.first)};
    const V high = hn::Mul(z.high, scale.high);
    const V error = FusedNegated(d, z.high, scale.high, high);  // high - exact product
    const V low = Fused(d, z.low, scale.high, Fused(d, z.high, scale.low, hn::Neg(error)));
    z = {hn::IfThenZeroElse(is_zero, hn::Mul(high, scale.second)), hn::IfThenZeroElse(is_zero, hn::Mul(low, scale.second))};
  }
  z.low = hn::IfThenZeroElse(hn::Eq(z.high, hn::Set(d, -infinity<hn::TFromD<D>>)), z.low);
  return z;
}

/// The larger of maximum and w; NaN from then on once a w is NaN or +Infinity.
template <class D, class V>
HWY_INLINE V RaiseMaximum(D d, V maximum, V w) {
  using T = hn::TFromD<D>;
  const V larger = hn::IfThenElse(hn::Lt(maximum, w), w, maximum);  // keeps a maximum that is NaN
  return hn::IfThenElse(hn::Lt(w, hn::Set(d, infinity<T>)), larger, hn::Set(d, std::numeric_limits<T>::quiet_NaN()));
}

/// The sum of the others' exponentials when the maximum changes: (1 + others)·e^(old - raised), the old maximum having
/// become one of the others. Unchanged when the maximum is the same; 0 when there was no element before.
template <bool is_scaled, class D, class V>
HWY_INLINE Pair<V> Rebase(D d, Pair<V> others, V old, V raised, const Scale<D>& scale) {
  using T = hn::TFromD<D>;
  constexpr int bias = Constants<T>::bias;
  const auto power = Exp(d, Logit<is_scaled>(d, old, raised, scale));
  const auto two_to = power.Power(d, 0);
  Pair<V> all = TwoSum(hn::Set(d, std::ldexp(T(1), bias)), others.high);
  all.low = hn::Add(all.low, others.low);
  const V high = hn::Mul(all.high, power.value.high);
  const V error = FusedNegated(d, all.high, power.value.high, high);
  const V low = hn::Sub(Fused(d, all.high, power.value.low, hn::Mul(all.low, power.value.high)), error);
  const auto is_same = hn::Eq(old, raised);
  return {hn::IfThenElse(is_same, others.high, two_to(high)), hn::IfThenElse(is_same, others.low, two_to(low))};
}

/// Partial sums of one vector of lanes: exponentials of elements below the maximum, and how many are equal to it.
template <class V>
struct Partial {
  Pair<V> others;
  V ties;
};

template <bool is_scaled, class D, class V>
HWY_INLINE void Add(D d, V w, V maximum, const Scale<D>& scale, Partial<V>& partial) {
  using T = hn::TFromD<D>;
  const Pair<V> z = Logit<is_scaled>(d, w, maximum, scale);
  const auto is_tie = hn::Eq(z.high, hn::Zero(d));
  const auto power = Exp(d, z);
  const auto two_to = power.Power(d, Constants<T>::bias);
  AddTo(partial.others, {hn::IfThenZeroElse(is_tie, two_to(power.value.high)),
                         hn::IfThenZeroElse(is_tie, two_to(power.value.low))});
  partial.ties = hn::Add(partial.ties, hn::IfThenElseZero(is_tie, hn::Set(d, T(1))));
}

template <class T>
void Reset(const Slots<T>& slots, std::size_t slices) {
  std::fill_n(slots.maximum, slices, -infinity<T>);
  std::fill_n(slots.high, slices, T(0));
  std::fill_n(slots.low, slices, T(0));
}

/// Adds high + low to a sum in two parts: AddTo for single numbers.
template <class T>
void AddTo(T& sum_high, T& sum_low, T high, T low) {
  const T sum = sum_high + high;
  const T part = sum - sum_high;
  const T error = (sum_high - (sum - part)) + (high - part);
  sum_high = sum;
  sum_low += error + low;
}

/// A run of at most run_chunk elements of one slice.
template <bool is_scaled, class T>
void ReduceRun(const T* x, std::size_t count, const Scaling<T>& scaling, const Slots<T>& slot) {
  const Tag<T> d;
  using V = hn::Vec<Tag<T>>;
  constexpr std::size_t step = hn::MaxLanes(d);
  constexpr std::size_t vectors = lanes<T> / step;
  const auto scale = ScaleOf(d, scaling);
  const auto load = [&](std::size_t i) HWY_ATTR {
    if (i + step <= count) return hn::Mul(hn::LoadU(d, x + i), scale.prescale);
    return LoadPart(d, x + i, i < count ? count - i : 0, scale.prescale);
  };

  const T old = slot.maximum[0];
  V raised = hn::Set(d, old);
  for (std::size_t i = 0; i < count; i += step) raised = RaiseMaximum(d, raised, load(i));
  HWY_ALIGN T lane[lanes<T>];
  hn::Store(raised, d, lane);
  T maximum = old;
  for (std::size_t i = 0; i < step; ++i) maximum = maximum < lane[i] || std::isnan(lane[i]) ? lane[i] : maximum;
  slot.maximum[0] = maximum;
  if (!(maximum > -infinity<T>)) return;  // NaN, or nothing but -Infinity so far

  const V top = hn::Set(d, maximum);
  Partial<V> partial[vectors];
  for (auto& p : partial) p = {{hn::Zero(d), hn::Zero(d)}, hn::Zero(d)};
  for (std::size_t i = 0; i < count; i += lanes<T>) {
    for (std::size_t k = 0; k < vectors; ++k) Add<is_scaled>(d, load(i + k * step), top, scale, partial[k]);
  }
  HWY_ALIGN T high[lanes<T>];
  HWY_ALIGN T low[lanes<T>];
  HWY_ALIGN T ties[lanes<T>];
  for (std::size_t k = 0; k < vectors; ++k) {
    hn::Store(partial[k].others.high, d, high + k * step);
    hn::Store(partial[k].others.low, d, low + k * step);
    hn::Store(partial[k].ties, d, ties + k * step);
  }

  const Pair<V> base =
      Rebase<is_scaled>(d, {hn::Set(d, slot.high[0]), hn::Set(d, slot.low[0])}, hn::Set(d, old), top, scale);
  slot.high[0] = hn::GetLane(base.high);
  slot.low[0] = hn::GetLane(base.low);
  T equal = old < maximum ? T(-1) : T(0);  // the maximum itself is none of the others
  for (std::size_t i = 0; i < lanes<T>; ++i) {
    AddTo(slot.high[0], slot.low[0], high[i], low[i]);
    equal += ties[i];
  }
  AddTo(slot.high[0], slot.low[0], std::ldexp(equal, Constants<T>::bias), T(0));
}

/// At most row_chunk rows of at most column_chunk slices side by side. Row by row, so that memory is read in order; what
/// is known of the slices stays in the nearest cache.
template <bool is_scaled, class T>
void ReduceStrip(const T* x, std::size_t rows, std::size_t columns, std::size_t stride, const Scaling<T>& scaling,
                 const Slots<T>& slots) {
  const Tag<T> d;
  constexpr std::size_t step = hn::MaxLanes(d);
  const auto scale = ScaleOf(d, scaling);
  columns = std::min(columns, column_chunk);  // true anyway: it tells the compiler that the arrays suffice
  const std::size_t padded = (columns + step - 1) / step * step;
  const auto load = [&](std::size_t row, std::size_t c) HWY_ATTR {
    const T* from = x + row * stride + c;
    if (c + step <= columns) return hn::Mul(hn::LoadU(d, from), scale.prescale);
    return LoadPart(d, from, columns - c, scale.prescale);
  };

  HWY_ALIGN T maximum[column_chunk];
  HWY_ALIGN T high[column_chunk];
  HWY_ALIGN T low[column_chunk];
  HWY_ALIGN T ties[column_chunk];
  std::fill_n(maximum, padded, -infinity<T>);
  std::fill_n(high, padded, T(0));
  std::fill_n(low, padded, T(0));
  std::copy_n(slots.maximum, columns, maximum);
  std::copy_n(slots.high, columns, high);
  std::copy_n(slots.low, columns, low);

  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t c = 0; c < padded; c += step) {
      hn::Store(RaiseMaximum(d, hn::Load(d, maximum + c), load(row, c)), d, maximum + c);
    }
  }
  for (std::size_t c = 0; c < padded; c += step) {
    const std::size_t valid = std::min(step, columns - c);
    HWY_ALIGN T before[lanes<T>];
    std::fill_n(before, lanes<T>, -infinity<T>);
    CopyPart(slots.maximum + c, valid, before);
    const auto old = hn::Load(d, before);
    const auto top = hn::Load(d, maximum + c);
    const auto base = Rebase<is_scaled>(d, {hn::Load(d, high + c), hn::Load(d, low + c)}, old, top, scale);
    hn::Store(base.high, d, high + c);
    hn::Store(base.low, d, low + c);
    hn::Store(hn::IfThenElseZero(hn::Lt(old, top), hn::Set(d, T(-1))), d, ties + c);
  }
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t c = 0; c < padded; c += step) {
      // A slice of nothing but -Infinity so far is measured against 0: every exponential is 0.
      const auto top = hn::Load(d, maximum + c);
      const auto finite = hn::IfThenElse(hn::Eq(top, hn::Set(d, -infinity<T>)), hn::Zero(d), top);
      Partial<hn::Vec<Tag<T>>> partial = {{hn::Load(d, high + c), hn::Load(d, low + c)}, hn::Load(d, ties + c)};
      Add<is_scaled>(d, load(row, c), finite, scale, partial);
      hn::Store(partial.others.high, d, high + c);
      hn::Store(partial.others.low, d, low + c);
      hn::Store(partial.ties, d, ties + c);
    }
  }
  for (std::size_t c = 0; c < columns; ++c) {
    AddTo(high[c], low[c], std::ldexp(ties[c], Constants<T>::bias), T(0));
  }
  std::copy_n(maximum, columns, slots.maximum);
  std::copy_n(high, columns, slots.high);
  std::copy_n(low, columns, slots.low);
}

template <bool is_scaled, class T>
void ReduceMatrix(const T* x, const Matrix& matrix, const Scaling<T>& scaling, const Slots<T>& slots) {
  if (matrix.columns == 1 && matrix.stride == 1) {
    for (std::size_t i = 0; i < matrix.rows; i += run_chunk) {
      ReduceRun<is_scaled>(x + i, std::min(run_chunk, matrix.rows - i), scaling, slots);
    }
    return;
  }
  for (std::size_t c = 0; c < matrix.columns; c += column_chunk) {
    for (std::size_t row = 0; row < matrix.rows; row += row_chunk) {
      ReduceStrip<is_scaled>(x + row * matrix.stride + c, std::min(row_chunk, matrix.rows - row),
                             std::min(column_chunk, matrix.columns - c), matrix.stride, scaling, slots + c);
    }
  }
}

template <class T>
void Reduce(const T* x, const Matrix& matrix, const Scaling<T>& scaling, const Slots<T>& slots) {
  scaling.is_one() ? ReduceMatrix<false>(x, matrix, scaling, slots) : ReduceMatrix<true>(x, matrix, scaling, slots);
}

template <class T>
void Finish(Operation operation, const Slots<T>& slots, std::size_t slices) {
  const Tag<T> d;
  constexpr std::size_t step = hn::MaxLanes(d);
  const auto unbias = hn::Set(d, std::ldexp(T(1), -Constants<T>::bias));
  for (std::size_t i = 0; i < slices; i += step) {
    const std::size_t count = std::min(step, slices - i);
    HWY_ALIGN T high[lanes<T>] = {};
    HWY_ALIGN T low[lanes<T>] = {};
    CopyPart(slots.high + i, count, high);
    CopyPart(slots.low + i, count, low);
    const auto others = FastTwoSum(hn::Mul(hn::Load(d, high), unbias), hn::Mul(hn::Load(d, low), unbias));
    if (operation == Operation::log_softmax) {
      const auto log_sum = Log1p(d, others);
      StorePart(d, log_sum.high, slots.high + i, count);
      StorePart(d, log_sum.low, slots.low + i, count);
    } else {
      const auto one = hn::Set(d, T(1));
      const auto sum = TwoSum(one, others.high);
      const auto whole = FastTwoSum(sum.high, hn::Add(sum.low, others.low));
      StorePart(d, whole.high, slots.high + i, count);
      StorePart(d, whole.low, slots.low + i, count);
      StorePart(d, hn::Div(one, whole.high), slots.inverse + i, count);
    }
  }
  std::replace(slots.maximum, slots.maximum + slices, -infinity<T>, std::numeric_limits<T>::quiet_NaN());
}

/// A slice's numbers as `map` uses them, in every lane or a slice a lane.
template <class V>
struct Slice {
  V maximum;
  V high;
  V low;
  V inverse;
};

/// p = e^z/s: q = high·(1/s) is near, its remainder high - q·s is exact, and both low parts join it.
template <class D, class V>
HWY_INLINE V Softmax(D d, Pair<V> z, const Slice<V>& slice) {
  const auto power = Exp(d, z);
  const V q = hn::Mul(power.value.high, slice.inverse);
  const V remainder = FusedNegated(d, q, slice.high, power.value.high);
  const V rest = hn::Add(remainder, FusedNegated(d, q, slice.low, power.value.low));
  return power.Power(d, 0)(Fused(d, rest, slice.inverse, q));
}

/// log p = z - log s; neither is positive, so nothing cancels.
template <class D, class V>
HWY_INLINE V LogSoftmax(D d, Pair<V> z, const Slice<V>& slice) {
  const Pair<V> difference = TwoSum(z.high, hn::Neg(slice.high));
  const V y = hn::Add(difference.high, hn::Add(difference.low, hn::Sub(z.low, slice.low)));
  const V lowest = hn::Set(d, -infinity<hn::TFromD<D>>);
  return hn::IfThenElse(hn::Eq(z.high, lowest), lowest, y);
}

template <bool is_scaled, bool is_log, class D, class V>
HWY_INLINE V Result(D d, V w, const Slice<V>& slice, const Scale<D>& scale) {
  const Pair<V> z = Logit<is_scaled>(d, w, slice.maximum, scale);
  if constexpr (is_log) {
    return LogSoftmax(d, z, slice);
  } else {
    return Softmax(d, z, slice);
  }
}

/// One row of a matrix: `slice_at` gives the slices of the vector that begins at a column.
template <bool is_scaled, bool is_log, class T, class SliceAt>
HWY_INLINE void MapRow(const T* x, std::size_t count, const Scaling<T>& scaling, T* y, SliceAt slice_at) {
  const Tag<T> d;
  constexpr std::size_t step = hn::MaxLanes(d);
  const auto scale = ScaleOf(d, scaling);
  std::size_t i = 0;
  for (; i + step <= count; i += step) {
    const auto w = hn::Mul(hn::LoadU(d, x + i), scale.prescale);
    hn::StoreU(Result<is_scaled, is_log>(d, w, slice_at(i), scale), d, y + i);
  }
  if (i < count) {
    const auto w = LoadPart(d, x + i, count - i, scale.prescale);
    StorePart(d, Result<is_scaled, is_log>(d, w, slice_at(i), scale), y + i, count - i);
  }
}

template <bool is_scaled, bool is_log, class T>
void MapMatrix(const T* x, const Matrix& matrix, const Scaling<T>& scaling, const Slots<T>& slots, T* y) {
  const Tag<T> d;
  constexpr std::size_t step = hn::MaxLanes(d);
  if (matrix.columns == 1 && matrix.stride == 1) {
    const Slice<hn::Vec<Tag<T>>> slice = {hn::Set(d, slots.maximum[0]), hn::Set(d, slots.high[0]),
                                          hn::Set(d, slots.low[0]), hn::Set(d, slots.inverse[0])};
    MapRow<is_scaled, is_log>(x, matrix.rows, scaling, y, [&](std::size_t) HWY_ATTR { return slice; });
    return;
  }
  const auto load = [&](const T* from, std::size_t c) HWY_ATTR {
    return c + step <= matrix.columns ? hn::LoadU(d, from + c)
                                      : LoadPart(d, from + c, matrix.columns - c, hn::Set(d, T(1)));
  };
  for (std::size_t row = 0; row < matrix.rows; ++row) {
    const std::size_t at = row * matrix.stride;
    MapRow<is_scaled, is_log>(x + at, matrix.columns, scaling, y + at, [&](std::size_t c) HWY_ATTR {
      return Slice<hn::Vec<Tag<T>>>{load(slots.maximum, c), load(slots.high, c), load(slots.low, c),
                                    is_log ? hn::Zero(d) : load(slots.inverse, c)};
    });
  }
}

template <class T>
void Map(Operation operation, const T* x, const Matrix& matrix, const Scaling<T>& scaling, const Slots<T>& slots, T* y) {
  if (operation == Operation::log_softmax) {
    scaling.is_one() ? MapMatrix<false, true>(x, matrix, scaling, slots, y)
                     : MapMatrix<true, true>(x, matrix, scaling, slots, y);
  } else {
    scaling.is_one() ? MapMatrix<false, false>(x, matrix, scaling, slots, y)
                     : MapMatrix<true, false>(x, matrix, scaling, slots, y);
  }
}

template <class T>
void Exponentials(const T* x, std::size_t count, T* y) {
  const Tag<T> d;
  constexpr std::size_t step = hn::MaxLanes(d);
  for (std::size_t i = 0; i < count; i += step) {
    const std::size_t valid = std::min(step, count - i);
    const auto power = Exp(d, Pair<hn::Vec<Tag<T>>>{LoadPart(d, x + i, valid, hn::Set(d, T(1))), hn::Zero(d)});
    StorePart(d, power.Power(d, 0)(power.value.high), y + i, valid);
  }
}

template <class T>
Kernels<T> Table() {
  return {hwy::TargetName(HWY_TARGET), Reset<T>, Reduce<T>, Finish<T>, Map<T>, Exponentials<T>};
}

const Kernels<float>& FloatKernels() {
  static const Kernels<float> table = Table<float>();
  return table;
}

const Kernels<double>& DoubleKernels() {
  static const Kernels<double> table = Table<double>();
  return table;
}

}  // namespace softmax::compute::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace softmax::compute {

HWY_EXPORT(FloatKernels);
HWY_EXPORT(DoubleKernels);

template <>
const Kernels<float>& kernels() {
  return HWY_DYNAMIC_DISPATCH(FloatKernels)();
}

template <>
const Kernels<double>& kernels() {
  return HWY_DYNAMIC_DISPATCH(DoubleKernels)();
}

template <Real T>
std::vector<const Kernels<T>*> all_kernels() {
  std::vector<const Kernels<T>*> found;
  // Highway numbers better targets lower, and disables all better ones when asked for one alone.
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    found.push_back(&kernels<T>());
  }
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  return found;
}

template std::vector<const Kernels<float>*> all_kernels();
template std::vector<const Kernels<double>*> all_kernels();

template <Real T>
Scaling<T> scaling(const Scale& scale) {
  if (scale.value == 0) return {.prescale = T(0)};
  int exponent = 0;
  const double fraction = std::frexp(std::abs(scale.value), &exponent);  // in [1/2, 1)
  // |c| = (high + low)·2^exponent with high in [1, 2]; `low` is what rounding 1/fraction took away.
  double high = 2 * fraction;
  double low = 0;
  --exponent;
  if (scale.is_temperature) {
    high = 1 / fraction;
    low = std::fma(-high, fraction, 1.0) / fraction;
    exponent = -(exponent + 1);
  }
  if (high == 2) {
    high = 1;
    ++exponent;
  }
  // Below 1, a difference of two finite inputs could overflow though the scaled one does not: they are halved first.
  const bool is_halved = exponent < 0;
  if (is_halved) ++exponent;
  const T sign = scale.value < 0 ? T(-1) : T(1);
  const T head = static_cast<T>(high);

  // Beyond 2·largest every difference of normal numbers overflows; as far below 0 the largest one vanishes.
  constexpr int largest = std::numeric_limits<T>::max_exponent - 1;
  const int half = std::clamp(exponent / 2, -largest + 1, largest);
  const int rest = std::clamp(exponent - half, -largest + 1, largest);
  return {.prescale = is_halved ? sign / 2 : sign,
          .high = head,
          .low = static_cast<T>((high - static_cast<double>(head)) + low),
          .first = std::ldexp(T(1), half),
          .second = exponent > 2 * largest ? std::numeric_limits<T>::infinity() : std::ldexp(T(1), rest)};
}

template Scaling<float> scaling(const Scale&);
template Scaling<double> scaling(const Scale&);

}  // namespace softmax::compute

#endif  // HWY_ONCE
