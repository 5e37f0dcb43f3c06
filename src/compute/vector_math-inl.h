// Elementary functions on vectors of doubles, in one double or in two, compiled once for each instruction set. A number
// in two parts is an unevaluated sum high + low, |low| <= ulp(high)/2 where it says "normalised".
//
// Sources: TwoSum, Fast2Sum and the double-word product: Muller et al., Handbook of Floating-Point Arithmetic, 2nd ed.
// 2018, ch. 4 and 14. Reduction of the exponential and the logarithm: the same, ch. 10; W. J. Cody and W. Waite,
// Software Manual for the Elementary Functions, 1980 (ln 2 in two parts). The polynomials are the series of e^r and of
// 2 artanh f, cut where the rest is negligible.

#if defined(SOFTMAX_COMPUTE_VECTOR_MATH_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOFTMAX_COMPUTE_VECTOR_MATH_INL_H_
#undef SOFTMAX_COMPUTE_VECTOR_MATH_INL_H_
#else
#define SOFTMAX_COMPUTE_VECTOR_MATH_INL_H_
#endif

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <hwy/highway.h>

#include "compute/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace softmax::compute::HWY_NAMESPACE {
using U = hn::RebindToUnsigned<D>;

/// A number as one double, for float32 data: 29 bits are left for rounding errors.
struct Single {
  V high;
};

/// A number in two parts, for float64 data.
struct Pair {
  V high;
  V low;
};

/// A number from its parts, and its parts. The low part of a Single is 0 and is not stored.
HWY_INLINE Single NumberOf(V high, V, Single) { return {high}; }
HWY_INLINE Pair NumberOf(V high, V low, Pair) { return {high, low}; }
HWY_INLINE V LowOf(Single) { return hn::Zero(D()); }
HWY_INLINE V LowOf(Pair number) { return number.low; }

template <class Number>
HWY_INLINE Number NumberOf(V high, V low) {
  return NumberOf(high, low, Number());
}

template <class Number>
HWY_INLINE void StoreNumber(Number number, double* high, double* low) {
  hn::StoreU(number.high, D(), high);
  if constexpr (std::is_same_v<Number, Pair>) hn::StoreU(number.low, D(), low);
}

template <class Number>
HWY_INLINE Number LoadNumber(const double* high, const double* low) {
  if constexpr (std::is_same_v<Number, Pair>) return {hn::LoadU(D(), high), hn::LoadU(D(), low)};
  if constexpr (std::is_same_v<Number, Single>) return {hn::LoadU(D(), high)};
}

/// a + b exactly, if the sum does not overflow.
HWY_INLINE Pair TwoSum(V a, V b) {
  const V sum = hn::Add(a, b);
  const V b_part = hn::Sub(sum, a);
  const V a_part = hn::Sub(sum, b_part);
  return {sum, hn::Add(hn::Sub(a, a_part), hn::Sub(b, b_part))};
}

/// a + b exactly, for |a| >= |b| or a = 0.
HWY_INLINE Pair FastTwoSum(V a, V b) {
  const V sum = hn::Add(a, b);
  return {sum, hn::Sub(b, hn::Sub(sum, a))};
}

HWY_INLINE void AddTo(Single& sum, Single term) { sum.high = hn::Add(sum.high, term.high); }

/// Adds a pair to a sum in two parts; the rounding error of the high part goes to the low part.
HWY_INLINE void AddTo(Pair& sum, Pair term) {
  const Pair high = TwoSum(sum.high, term.high);
  sum = {high.high, hn::Add(sum.low, hn::Add(high.low, term.low))};
}

/// The same for a term whose high part is no larger than the sum's.
HWY_INLINE void AddSmallerTo(Single& sum, Single term) { AddTo(sum, term); }
HWY_INLINE void AddSmallerTo(Pair& sum, Pair term) {
  const Pair high = FastTwoSum(sum.high, term.high);
  sum = {high.high, hn::Add(sum.low, hn::Add(high.low, term.low))};
}

/// The unit of exponentials. For float64 they are multiplied by 2^512, so that small elements next to a dominating
/// maximum keep their digits. float32 data has no elements that small.
template <class Number>
inline constexpr double unit_of = 1;
template <>
inline constexpr double unit_of<Pair> = 0x1p512;

/// Float32 logits below this are taken as this.
inline constexpr double lowest_single = -700;

/// The integer nearest to z/ln 2, in the last bits of a double, and as a double.
struct Exponent {
  hn::Vec<U> bits;
  V value;
};

HWY_INLINE Exponent NearestExponent(V z) {
  // Adding 1.5·2^52 rounds to an integer.
  const V magic = hn::Set(D(), 0x1.8p52);
  const V rounded = Fused(z, hn::Set(D(), 0x1.71547652b82fep+0), magic);
  return {hn::BitCast(U(), rounded), hn::Sub(rounded, magic)};
}

/// 2^(n + extra), which has to be a normal number.
HWY_INLINE V PowerOfTwo(hn::Vec<U> n, std::int64_t extra) {
  constexpr std::int64_t exponent_bias = 1023;
  return hn::BitCast(D(),
                     hn::ShiftLeft<52>(hn::Add(n, hn::Set(U(), static_cast<std::uint64_t>(exponent_bias + extra)))));
}

/// 1/first!, 1/(first + 1)!, …, for first >= 1.
template <std::size_t terms>
constexpr std::array<double, terms> InverseFactorials(std::size_t first) {
  std::array<double, terms> inverse{};
  double factorial = 1;
  for (std::size_t k = 1; k < first + terms; ++k) {
    factorial *= static_cast<double>(k);
    if (k >= first) inverse[k - first] = 1 / factorial;
  }
  return inverse;
}

/// A power series cut to `terms` terms, for |r| <= bound: its highest power is replaced by the nearest polynomial of
/// lower powers, from a multiple of the Chebyshev polynomial, until few enough are left (C. Lanczos, Applied Analysis,
/// 1956: economization).
template <std::size_t terms, std::size_t all_terms>
constexpr std::array<double, terms> Economised(std::array<double, all_terms> series, double bound) {
  for (std::size_t degree = all_terms - 1; degree >= terms; --degree) {
    // T(k + 1) = 2x T(k) - T(k - 1)
    std::array<double, all_terms + 1> before{1};
    std::array<double, all_terms + 1> chebyshev{0, 1};
    for (std::size_t k = 1; k < degree; ++k) {
      std::array<double, all_terms + 1> next{};
      for (std::size_t i = 0; i < all_terms; ++i) next[i + 1] = 2 * chebyshev[i];
      for (std::size_t i = 0; i < all_terms; ++i) next[i] -= before[i];
      before = chebyshev;
      chebyshev = next;
    }
    double power = 1;  // bound^(degree - k)
    for (std::size_t k = degree; k-- > 0;) {
      power *= bound;
      series[k] -= series[degree] * power * chebyshev[k] / chebyshev[degree];
    }
  }
  std::array<double, terms> kept{};
  for (std::size_t k = 0; k < terms; ++k) kept[k] = series[k];
  return kept;
}

/// A bound of the rest of z after subtracting a multiple of ln 2.
inline constexpr double half_ln2 = 0.34658;

/// Terms k and k + 1 of a polynomial.
template <std::size_t terms>
HWY_INLINE V TwoTerms(const std::array<double, terms>& polynomial, V r, std::size_t k) {
  return Fused(r, hn::Set(D(), polynomial[k + 1]), hn::Set(D(), polynomial[k]));
}

/// Four and eight terms, with powers of r, so that few products wait for one another (G. Estrin, Organization
/// of computer systems: the fixed plus variable structure computer, 1960).
template <std::size_t terms>
HWY_INLINE V FourTerms(const std::array<double, terms>& polynomial, V r, V r2, std::size_t k) {
  return Fused(r2, TwoTerms(polynomial, r, k + 2), TwoTerms(polynomial, r, k));
}
template <std::size_t terms>
HWY_INLINE V EightTerms(const std::array<double, terms>& polynomial, V r, V r2, V r4, std::size_t k) {
  return Fused(r4, FourTerms(polynomial, r, r2, k + 4), FourTerms(polynomial, r, r2, k));
}

/// e^z for z <= 0, not NaN; relative error below 2^-33. e^-700 for z < -700: no float32 result distinguishes it from 0.
HWY_INLINE Single Exp(Single z) {
  // 1 + r(1 + r/2 + …): of the seven terms in brackets the error is r^7/8!/2^6, of all of it 2^-33. Near 0 it is near
  // 0, so that it does not add up in a sum whose maximum rises again and again by very little.
  constexpr std::array<double, 8> series = [] {
    std::array<double, 8> terms{1};
    constexpr std::array<double, 7> rest = Economised<7>(InverseFactorials<13>(1), half_ln2);
    std::copy(rest.begin(), rest.end(), terms.begin() + 1);
    return terms;
  }();
  const V kept = hn::Max(z.high, hn::Set(D(), lowest_single));
  const Exponent n = NearestExponent(kept);
  const V r = FusedNegated(n.value, hn::Set(D(), 0x1.62e42fefa39efp-1), kept);
  const V r2 = hn::Mul(r, r);
  const V power = EightTerms(series, r, r2, hn::Mul(r2, r2), 0);
  return {hn::BitCast(D(), hn::Add(hn::BitCast(U(), power), hn::ShiftLeft<52>(n.bits)))};
}

/// e^z·unit_of<Pair> for z = high + low <= 0, |low| <= ulp(high); relative error below 2^-57; |low| < 2^-43·high. 0 for
/// z < -790: the sum of 2^62 such terms is still 0 as a double.
HWY_INLINE Pair Exp(Pair z) {
  const Exponent n = NearestExponent(z.high);
  // r = z - n ln 2 in two parts. ln2_high has so few digits that the first difference is exact.
  const V ln2_high = hn::Set(D(), 0x1.62e42fefa3800p-1);
  const V ln2_low = hn::Set(D(), 0x1.ef35793c76730p-45);
  const V exact = FusedNegated(n.value, ln2_high, z.high);
  const V r = FusedNegated(n.value, ln2_low, exact);
  const V r_low = hn::Add(FusedNegated(n.value, ln2_low, hn::Sub(exact, r)), z.low);

  // e^r = 1 + r + r²(1/2 + r/6 + …): the error of these eleven terms is r^13/13!/2^10 < 2^-62.
  constexpr std::array<double, 11> series = Economised<11>(InverseFactorials<18>(2), half_ln2);
  const V r2 = hn::Mul(r, r);
  const V r4 = hn::Mul(r2, r2);
  const V upper = Fused(r2, hn::Set(D(), series[10]), TwoTerms(series, r, 8));
  const V tail = Fused(hn::Mul(r4, r4), upper, EightTerms(series, r, r2, r4, 0));
  const Pair linear = FastTwoSum(hn::Set(D(), 1.0), r);
  const Pair value = FastTwoSum(linear.high, Fused(r2, tail, linear.low));
  const V value_low = Fused(r_low, value.high, value.low);  // e^(r + r_low) = e^r(1 + r_low), r_low² < 2^-87
  const V power = PowerOfTwo(n.bits, 512);
  const M vanishes = hn::Lt(z.high, hn::Set(D(), -790.0));
  return {hn::IfThenZeroElse(vanishes, hn::Mul(value.high, power)),
          hn::IfThenZeroElse(vanishes, hn::Mul(value_low, power))};
}

/// 1/(2k + 1)
inline constexpr auto inverse_odds = [] {
  std::array<double, 13> inverse{};
  for (std::size_t k = 0; k < inverse.size(); ++k) inverse[k] = 1 / (2 * static_cast<double>(k) + 1);
  return inverse;
}();

/// 1/3 + f²/5 + …, up to `terms` terms: artanh f = f + f³·that.
template <std::size_t terms>
HWY_INLINE V ArtanhSeries(V square) {
  V series = hn::Set(D(), inverse_odds[terms]);
  for (std::size_t k = terms - 1; k >= 1; --k) series = Fused(series, square, hn::Set(D(), inverse_odds[k]));
  return series;
}

/// A number as 2^exponent·mantissa, the mantissa in [0.707, 1.415).
struct Halved {
  hn::Vec<U> exponent;
  V exponent_value;
  V mantissa;
};

/// For numbers from 1 to 2^62.
HWY_INLINE Halved Halve(V number) {
  constexpr std::uint64_t sqrt_half_bits = 0x3fe6a09e667f3bcd;
  const V magic = hn::Set(D(), 0x1.8p52);
  const auto bits = hn::BitCast(U(), number);
  const auto exponent = hn::ShiftRight<52>(hn::Sub(bits, hn::Set(U(), sqrt_half_bits)));
  const V value = hn::Sub(hn::BitCast(D(), hn::Add(exponent, hn::BitCast(U(), magic))), magic);
  return {exponent, value, hn::BitCast(D(), hn::Sub(bits, hn::ShiftLeft<52>(exponent)))};
}

/// log(1 + s) for 0 <= s <= 2^62; relative error below 2^-39.
HWY_INLINE Single Log1p(Single s) {
  const V one = hn::Set(D(), 1.0);
  const Halved whole = Halve(hn::Add(one, s.high));
  // m - 1 is s itself when the exponent is 0: then no digit of a small s is lost.
  const V numerator = hn::IfThenElse(hn::Eq(whole.exponent_value, hn::Zero(D())), s.high, hn::Sub(whole.mantissa, one));
  const V f = hn::Div(numerator, hn::Add(numerator, hn::Set(D(), 2.0)));
  const V square = hn::Mul(f, f);
  const V artanh = Fused(hn::Mul(f, square), ArtanhSeries<7>(square), f);  // f^16/17 < 2^-44 for |f| <= 0.1716
  const V log = Fused(whole.exponent_value, hn::Set(D(), 0x1.62e42fefa39efp-1), hn::Add(artanh, artanh));
  // A tiny s is its own logarithm, and may be too small to be halved and doubled.
  return {hn::IfThenElse(hn::Lt(s.high, hn::Set(D(), 0x1p-60)), s.high, log)};
}

/// log(1 + s) for s = high + low >= 0 normalised, up to 2^62; normalised, relative error below 2^-58.
HWY_INLINE Pair Log1p(Pair s) {
  const V one = hn::Set(D(), 1.0);
  const V two = hn::Set(D(), 2.0);
  Pair whole = TwoSum(one, s.high);
  whole.low = hn::Add(whole.low, s.low);
  const Halved halved = Halve(whole.high);
  const V k = halved.exponent_value;
  const V mantissa_low = hn::Mul(whole.low, PowerOfTwo(hn::Sub(hn::Set(U(), 64), halved.exponent), -64));

  // m - 1 is s itself when k = 0: then no digit of a small s is lost.
  const M is_small = hn::Eq(k, hn::Zero(D()));
  const Pair reduced = FastTwoSum(hn::Sub(halved.mantissa, one), mantissa_low);
  const Pair numerator = {hn::IfThenElse(is_small, s.high, reduced.high), hn::IfThenElse(is_small, s.low, reduced.low)};
  Pair denominator = FastTwoSum(two, numerator.high);
  denominator.low = hn::Add(denominator.low, numerator.low);

  // f = (m - 1)/(m + 1); log m = 2f + 2f³(1/3 + f²/5 + …).
  const V f_high = hn::Div(numerator.high, denominator.high);
  const V remainder = FusedNegated(f_high, denominator.high, numerator.high);
  const V f_low = hn::Div(FusedNegated(f_high, denominator.low, hn::Add(remainder, numerator.low)), denominator.high);
  const V square = hn::Mul(f_high, f_high);
  const V series = ArtanhSeries<12>(square);  // f^24/25 < 2^-65 for |f| <= 0.1716
  const V twice = hn::Mul(two, f_high);
  const V tail = Fused(hn::Mul(twice, square), series, hn::Mul(two, f_low));
  const Pair sum = TwoSum(hn::Mul(k, hn::Set(D(), 0x1.62e42fefa3800p-1)), twice);
  const Pair log = FastTwoSum(sum.high, Fused(k, hn::Set(D(), 0x1.ef35793c76730p-45), hn::Add(sum.low, tail)));
  // A tiny s is its own logarithm, and may be too small to be halved and doubled.
  const M is_tiny = hn::Lt(s.high, hn::Set(D(), 0x1p-120));
  return {hn::IfThenElse(is_tiny, s.high, log.high), hn::IfThenElse(is_tiny, s.low, log.low)};
}
}  // namespace softmax::compute::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // SOFTMAX_COMPUTE_VECTOR_MATH_INL_H_
