// Elementary functions on vectors in double-word arithmetic, compiled once for each instruction set (the guard below is
// Highway's: the file is included anew for each). A number is an unevaluated sum high + low, |low| <= ulp(high)/2 where
// it says "normalised".
//
// Sources: TwoSum, Fast2Sum and the double-word product: Muller et al., Handbook of Floating-Point Arithmetic, 2nd ed.
// 2018, ch. 4 and 14. Reduction of the exponential and the logarithm: ibid. ch. 10; W. J. Cody and W. Waite, Software
// Manual for the Elementary Functions, 1980 (ln 2 in two parts). The polynomials are the Taylor series of e^r and of
// 2 artanh f, cut where the rest is below the last place that matters.

#if defined(SOFTMAX_COMPUTE_VECTOR_MATH_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOFTMAX_COMPUTE_VECTOR_MATH_INL_H_
#undef SOFTMAX_COMPUTE_VECTOR_MATH_INL_H_
#else
#define SOFTMAX_COMPUTE_VECTOR_MATH_INL_H_
#endif

#include <array>
#include <cmath>
#include <cstddef>

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace softmax::compute::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

template <class D>
using Unsigned = hn::RebindToUnsigned<D>;

/// The numbers that the functions below need in each type. ln 2 = ln2_high + ln2_low, ln2_high with so few digits that
/// n·ln2_high is exact for every exponent n that occurs. Sums of exponentials carry a factor 2^bias, so that what is
/// left of a slice beside a dominating maximum keeps its digits. e^z·2^bias is 0 below `lowest`.
template <class T>
struct Constants;

template <>
struct Constants<float> {
  static constexpr float log2_e = 0x1.715476p+0f;
  static constexpr float ln2_high = 0x1.62e4p-1f;
  static constexpr float ln2_low = 0x1.7f7d1cp-20f;
  static constexpr float round_magic = 0x1.8p23f;
  static constexpr float lowest = -152;
  static constexpr float tiny = 0x1p-60f;
  static constexpr int bias = 64;
  static constexpr int fraction_bits = 23;
  static constexpr int exponent_bias = 127;
  static constexpr unsigned sqrt_half_bits = 0x3f3504f3;
  static constexpr int exp_terms = 8;  // r^9/9! < 2^-32 for |r| <= ln(2)/2
  static constexpr int log_terms = 6;  // f^12/13 < 2^-33 for |f| <= 0.1716
};

template <>
struct Constants<double> {
  static constexpr double log2_e = 0x1.71547652b82fep+0;
  static constexpr double ln2_high = 0x1.62e42fefa3800p-1;
  static constexpr double ln2_low = 0x1.ef35793c76730p-45;
  static constexpr double round_magic = 0x1.8p52;
  static constexpr double lowest = -1110;
  static constexpr double tiny = 0x1p-120;
  static constexpr int bias = 512;
  static constexpr int fraction_bits = 52;
  static constexpr int exponent_bias = 1023;
  static constexpr unsigned long sqrt_half_bits = 0x3fe6a09e667f3bcd;
  static constexpr int exp_terms = 14;  // r^15/15! < 2^-63
  static constexpr int log_terms = 12;  // f^24/25 < 2^-65
};

/// 1/k! for k up to exp_terms, and 1/(2k+1) for k up to log_terms.
template <class T>
struct Series {
  std::array<T, Constants<T>::exp_terms + 1> inverse_factorial{};
  std::array<T, Constants<T>::log_terms + 1> inverse_odd{};

  constexpr Series() {
    double factorial = 1;
    for (std::size_t k = 0; k < inverse_factorial.size(); ++k) {
      if (k > 0) factorial *= static_cast<double>(k);
      inverse_factorial[k] = static_cast<T>(1 / factorial);
    }
    for (std::size_t k = 0; k < inverse_odd.size(); ++k)
      inverse_odd[k] = static_cast<T>(1.0 / (2.0 * static_cast<double>(k) + 1));
  }
};

template <class T>
inline constexpr Series<T> series_of{};

template <class V>
struct Pair {
  V high;
  V low;
};

/// a·b + c with one rounding, on every instruction set.
template <class D, class V>
HWY_INLINE V Fused(D d, V a, V b, V c) {
#if HWY_TARGET == HWY_SCALAR
  return hn::Set(d, std::fma(hn::GetLane(a), hn::GetLane(b), hn::GetLane(c)));
#else
  (void)d;
  return hn::MulAdd(a, b, c);
#endif
}

/// c - a·b with one rounding.
template <class D, class V>
HWY_INLINE V FusedNegated(D d, V a, V b, V c) {
#if HWY_TARGET == HWY_SCALAR
  return hn::Set(d, std::fma(-hn::GetLane(a), hn::GetLane(b), hn::GetLane(c)));
#else
  (void)d;
  return hn::NegMulAdd(a, b, c);
#endif
}

/// a + b exactly; nothing is asked of a and b but that the sum does not overflow.
template <class V>
HWY_INLINE Pair<V> TwoSum(V a, V b) {
  const V sum = hn::Add(a, b);
  const V b_part = hn::Sub(sum, a);
  const V a_part = hn::Sub(sum, b_part);
  return {sum, hn::Add(hn::Sub(a, a_part), hn::Sub(b, b_part))};
}

/// a + b exactly, for |a| >= |b| or a = 0.
template <class V>
HWY_INLINE Pair<V> FastTwoSum(V a, V b) {
  const V sum = hn::Add(a, b);
  return {sum, hn::Sub(b, hn::Sub(sum, a))};
}

/// Adds a normalised pair to a sum in two parts; the sum's low part takes what its high part can't.
template <class V>
HWY_INLINE void AddTo(Pair<V>& sum, Pair<V> term) {
  const Pair<V> high = TwoSum(sum.high, term.high);
  sum = {high.high, hn::Add(sum.low, hn::Add(high.low, term.low))};
}

/// 2^(n - bias_of_n) for unsigned n that give a normal number.
template <class D, class VU>
HWY_INLINE hn::Vec<D> PowerOfTwo(D d, VU n, int bias_of_n) {
  using T = hn::TFromD<D>;
  const Unsigned<D> du;
  using TU = hn::TFromD<Unsigned<D>>;
  const auto field = hn::Add(n, hn::Set(du, static_cast<TU>(Constants<T>::exponent_bias - bias_of_n)));
  return hn::BitCast(d, hn::ShiftLeft<Constants<T>::fraction_bits>(field));
}

/// 2^n as two factors, each a normal number, so that x·first is exact and only ·second may round, into the subnormals.
template <class V>
struct PowerInTwo {
  V first;
  V second;

  HWY_INLINE V operator()(V x) const { return hn::Mul(hn::Mul(x, first), second); }
};

/// e^z = (high + low)·2^n, normalised, high in [0.7, 1.42]; relative error below 2^-27.5 (float), 2^-57 (double).
template <class D>
struct Exponential {
  using V = hn::Vec<D>;
  Pair<V> value;
  hn::Vec<Unsigned<D>> n;  // with 2^12 added, so that it is never negative

  static constexpr int offset = 4096;

  /// 2^(n + extra) as factors.
  HWY_INLINE PowerInTwo<V> Power(D d, int extra) const {
    using TU = hn::TFromD<Unsigned<D>>;
    const Unsigned<D> du;
    const auto whole = hn::Add(n, hn::Set(du, static_cast<TU>(extra)));
    const auto half = hn::ShiftRight<1>(whole);
    return {PowerOfTwo(d, half, offset / 2), PowerOfTwo(d, hn::Sub(whole, half), offset / 2)};
  }
};

/// For z = high + low <= 0, |low| <= ulp(high); -Infinity (low 0) and whatever is below `lowest` give what underflows
/// to 0 with any `extra` up to the bias. NaN gives NaN.
template <class D, class V>
HWY_INLINE Exponential<D> Exp(D d, Pair<V> z) {
  using T = hn::TFromD<D>;
  using C = Constants<T>;
  const Unsigned<D> du;
  using TU = hn::TFromD<Unsigned<D>>;

  const V lowest = hn::Set(d, C::lowest);
  const auto vanishes = hn::Lt(z.high, lowest);
  const V high = hn::IfThenElse(vanishes, lowest, z.high);
  const V low = hn::IfThenZeroElse(vanishes, z.low);
  // Adding 1.5·2^fraction_bits leaves the integer nearest to z/ln2 in the last bits of the sum.
  const V magic = hn::Set(d, C::round_magic);
  const V rounded = Fused(d, high, hn::Set(d, C::log2_e), magic);
  const V n = hn::Sub(rounded, magic);
  const auto integer = hn::Sub(hn::BitCast(du, rounded), hn::BitCast(du, magic));

  // r = z - n ln2 in two parts; the first difference is exact.
  const V ln2_low = hn::Set(d, C::ln2_low);
  const V exact = FusedNegated(d, n, hn::Set(d, C::ln2_high), high);
  const V nearly = FusedNegated(d, n, ln2_low, exact);
  const V rest = hn::Add(FusedNegated(d, n, ln2_low, hn::Sub(exact, nearly)), low);
  // low may be as large as ulp(z)/2: normalised, so that r.low·r.high² is below what counts. Where |rest| > |nearly|,
  // both are so small that what Fast2Sum may lose does not count either.
  const Pair<V> r = FastTwoSum(nearly, rest);

  // e^r = 1 + r + r²(1/2 + r/6 + …), and e^(r.high + r.low) = e^r.high + r.low·(1 + r.high).
  constexpr auto& coefficients = series_of<T>.inverse_factorial;
  V series = hn::Set(d, coefficients[C::exp_terms]);
  for (int k = C::exp_terms - 1; k >= 2; --k) {
    series = Fused(d, series, r.high, hn::Set(d, coefficients[static_cast<std::size_t>(k)]));
  }
  const V correction = Fused(d, r.high, r.low, r.low);
  const V tail = Fused(d, hn::Mul(r.high, r.high), series, correction);
  const Pair<V> linear = FastTwoSum(hn::Set(d, T(1)), r.high);
  const Pair<V> value = FastTwoSum(linear.high, hn::Add(linear.low, tail));
  return {value, hn::Add(integer, hn::Set(du, static_cast<TU>(Exponential<D>::offset)))};
}

/// log(1 + s) for s = high + low >= 0 normalised, up to 2^62; normalised, relative error below 2^-29 (float), 2^-58
/// (double).
template <class D, class V>
HWY_INLINE Pair<V> Log1p(D d, Pair<V> s) {
  using T = hn::TFromD<D>;
  using C = Constants<T>;
  const Unsigned<D> du;
  using TU = hn::TFromD<Unsigned<D>>;
  const V one = hn::Set(d, T(1));
  const V two = hn::Set(d, T(2));

  // 1 + s = 2^k m with m in [0.707, 1.415).
  Pair<V> whole = TwoSum(one, s.high);
  whole.low = hn::Add(whole.low, s.low);
  const auto bits = hn::BitCast(du, whole.high);
  const auto k = hn::ShiftRight<C::fraction_bits>(hn::Sub(bits, hn::Set(du, static_cast<TU>(C::sqrt_half_bits))));
  const V magic = hn::Set(d, C::round_magic);
  const V k_value = hn::Sub(hn::BitCast(d, hn::Add(k, hn::BitCast(du, magic))), magic);
  const V m_high = hn::BitCast(d, hn::Sub(bits, hn::ShiftLeft<C::fraction_bits>(k)));
  const V m_low = hn::Mul(whole.low, PowerOfTwo(d, hn::Sub(hn::Set(du, TU(64)), k), 64));

  // m - 1 is s itself when k = 0: then no digit of a small s is lost.
  const auto is_small = hn::Eq(k_value, hn::Zero(d));
  const Pair<V> reduced = FastTwoSum(hn::Sub(m_high, one), m_low);
  const Pair<V> numerator = {hn::IfThenElse(is_small, s.high, reduced.high),
                             hn::IfThenElse(is_small, s.low, reduced.low)};
  Pair<V> denominator = FastTwoSum(two, numerator.high);
  denominator.low = hn::Add(denominator.low, numerator.low);

  // f = (m - 1)/(m + 1); log m = 2f + 2f³(1/3 + f²/5 + …).
  const V f_high = hn::Div(numerator.high, denominator.high);
  const V remainder = FusedNegated(d, f_high, denominator.high, numerator.high);
  const V f_low =
      hn::Div(FusedNegated(d, f_high, denominator.low, hn::Add(remainder, numerator.low)), denominator.high);
  const V square = hn::Mul(f_high, f_high);
  constexpr auto& coefficients = series_of<T>.inverse_odd;
  V series = hn::Set(d, coefficients[C::log_terms]);
  for (int j = C::log_terms - 1; j >= 1; --j) {
    series = Fused(d, series, square, hn::Set(d, coefficients[static_cast<std::size_t>(j)]));
  }
  const V twice = hn::Mul(two, f_high);
  const V tail = Fused(d, hn::Mul(twice, square), series, hn::Mul(two, f_low));
  const Pair<V> sum = TwoSum(hn::Mul(k_value, hn::Set(d, C::ln2_high)), twice);
  const Pair<V> log = FastTwoSum(sum.high, Fused(d, k_value, hn::Set(d, C::ln2_low), hn::Add(sum.low, tail)));
  // A tiny s is its own logarithm, and may be too small to be halved and doubled.
  const auto is_tiny = hn::Lt(s.high, hn::Set(d, C::tiny));
  return {hn::IfThenElse(is_tiny, s.high, log.high), hn::IfThenElse(is_tiny, s.low, log.low)};
}

}  // namespace softmax::compute::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // SOFTMAX_COMPUTE_VECTOR_MATH_INL_H_
