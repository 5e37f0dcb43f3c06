#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/ranges.h>

#include "check/interval.h"
#include "check/mistakes/mistakes.h"
#include "check/mistakes/printed_slices.h"
#include "core/formatted.h"

namespace softmax::check {
namespace {
// The right numbers in another order: of the indices along a dim, or of the elements of each slice.

using Order = std::vector<std::size_t>;

/// Longer dims are not looked at: the time grows with the square of their length.
constexpr std::size_t longest_dim = 256;

/// Whether the printed number at a place agrees with the result of another element.
bool shows_result_of(const Context& context, std::size_t place, std::size_t source) {
  const auto range = context.range();
  const Interval value = range->value(source, context.operation());
  const std::size_t slice = range->slices().slice_of(source);
  const double below = std::abs(middle(range->maximum(slice)) - middle(range->logit(source)));
  if (is_nan(value) || !std::isfinite(below)) return meet(context.half(place), value);
  return meet(context.half(place),
              widened(value, loss_of(context.rule().dtype, context.loss(), magnitude(value), below)));
}

/// The elements with an index along a dim, in row-major order.
std::vector<std::vector<std::size_t>> layers_along(const Shape& shape, std::size_t dim) {
  std::vector<std::vector<std::size_t>> layers(shape[dim]);
  std::size_t inner = 1;
  for (std::size_t d = dim + 1; d < shape.size(); ++d) inner *= shape[d];
  for (std::size_t element = 0; element < element_count(shape); ++element) {
    layers[element / inner % shape[dim]].push_back(element);
  }
  return layers;
}

/// Which layer of the result is printed in the place of each; nothing where there is none, or where none has moved.
std::optional<Order> order_along(const Context& context, const std::vector<std::vector<std::size_t>>& layers) {
  Order order;
  std::vector<bool> is_used(layers.size());
  const auto fits = [&](std::size_t at, std::size_t from) {
    return std::equal(layers[at].begin(), layers[at].end(), layers[from].begin(),
                      [&](std::size_t place, std::size_t source) { return shows_result_of(context, place, source); });
  };
  for (std::size_t at = 0; at < layers.size(); ++at) {
    std::size_t from = at;
    if (is_used[at] || !fits(at, at)) {
      for (from = 0; from < layers.size() && (is_used[from] || !fits(at, from)); ++from) {
      }
      if (from == layers.size()) return std::nullopt;
    }
    is_used[from] = true;
    order.push_back(from);
  }
  return std::is_sorted(order.begin(), order.end()) ? std::nullopt : std::optional(order);
}

std::string order_text(const Order& order) {
  constexpr std::size_t maximum = 16;
  Order reversed(order.size());
  std::iota(reversed.rbegin(), reversed.rend(), std::size_t{0});
  if (order == reversed) return "in reverse order";
  if (order.size() > maximum) return "in another order";
  return formatted("in the order {}", fmt::join(order, ", "));
}

/// What the indices along a dim are.
std::string layers_text(std::size_t rank, std::size_t dim) {
  if (rank == 2) return dim == 0 ? "the rows" : "the columns";
  return rank == 1 ? "the elements" : formatted("the indices along dim {}", dim);
}

/// Supposes that each place shows the result of another element, the one that `sources` has there.
Hypothesis from_sources(const Context& context, Order sources, std::string remark) {
  const auto kept = std::make_shared<const Order>(std::move(sources));
  const Field result = values(context.range(), context.operation());
  Hypothesis hypothesis =
      context.suppose([result, kept](std::size_t element) { return result((*kept)[element]); }, context.loss());
  hypothesis.printed.below = [below = hypothesis.printed.below, kept](std::size_t element) {
    return below((*kept)[element]);
  };
  hypothesis.remark = std::move(remark);
  return hypothesis;
}

/// Elements by the sizes of their printed numbers, assigned to the results by their sizes.
struct BySize {
  Order sources;  ///< of each element of the tensor: the one whose result it shows
  bool is_largest_first = true;
  bool is_smallest_first = true;

  explicit BySize(std::size_t elements) : sources(elements) {}

  /// False where a number is NaN: it has no place in an order.
  bool add(const Context& context, const Order& members) {
    const auto printed = [&](std::size_t member) { return context.printed(member).value; };
    const auto result = [&](std::size_t member) { return context.subject().result[member]; };
    const auto is_nan = [&](std::size_t member) { return std::isnan(printed(member)) || std::isnan(result(member)); };
    if (std::any_of(members.begin(), members.end(), is_nan)) return false;
    const auto rises = [&](std::size_t a, std::size_t b) { return printed(a) < printed(b); };
    const auto falls = [&](std::size_t a, std::size_t b) { return printed(a) > printed(b); };
    is_smallest_first = is_smallest_first && std::is_sorted(members.begin(), members.end(), rises);
    is_largest_first = is_largest_first && std::is_sorted(members.begin(), members.end(), falls);
    Order places = members;
    Order origins = members;
    std::stable_sort(places.begin(), places.end(), rises);
    std::stable_sort(origins.begin(), origins.end(),
                     [&](std::size_t a, std::size_t b) { return result(a) < result(b); });
    for (std::size_t i = 0; i < places.size(); ++i) sources[places[i]] = origins[i];
    return true;
  }

  bool is_sorted() const { return is_largest_first || is_smallest_first; }
  std::string sorted_text() const { return is_largest_first ? ", sorted, largest first" : ", sorted, smallest first"; }
};

/// The elements of each slice in another order; or all elements, sorted.
std::optional<Hypothesis> by_size(const Context& context) {
  const SliceIndex& slices = context.slices();
  const std::size_t count = element_count(context.shape());
  BySize of_slices(count);
  Order members;
  for (std::size_t slice = 0; slice < slices.count(); ++slice) {
    members.clear();
    slices.for_each(slice, [&](std::size_t member) { members.push_back(member); });
    if (!of_slices.add(context, members)) return std::nullopt;
  }
  std::string remark = ": the elements of each slice";
  if (of_slices.is_sorted()) {
    remark += of_slices.sorted_text();
  } else if (slices.count() == 1) {
    remark = ": the elements " + order_text(of_slices.sources);  // the members of the only slice are all elements
  }
  Hypothesis hypothesis = from_sources(context, of_slices.sources, remark);
  if (context.agrees(hypothesis.printed)) return hypothesis;
  BySize of_all(count);
  Order all(count);
  std::iota(all.begin(), all.end(), std::size_t{0});
  of_all.add(context, all);
  if (!of_all.is_sorted()) return std::nullopt;
  hypothesis = from_sources(context, std::move(of_all.sources), ": all elements" + of_all.sorted_text());
  return context.agrees(hypothesis.printed) ? std::optional(hypothesis) : std::nullopt;
}
}  // namespace

Hypotheses permuted(const Context& context) {
  constexpr std::size_t fewest_elements = 3;
  constexpr std::size_t fewest_numbers = 2;  // other than 0 and 1, which many results are
  const std::size_t count = context.elements().size();
  const bool shows_all = shows_slices(context) && count == context.expected().numbers.size();
  if (!shows_all || count < fewest_elements) return {};
  std::set<double> numbers;
  for (const std::size_t element : context.elements()) {
    const double number = context.printed(element).value;
    if (numbers.size() < fewest_numbers && number != std::trunc(number)) numbers.insert(number);
  }
  if (numbers.size() < fewest_numbers) return {};
  Hypotheses hypotheses;
  if (std::optional<Hypothesis> sorted = by_size(context)) hypotheses.push_back(*std::move(sorted));
  const Shape& shape = context.shape();
  for (std::size_t dim = 0; dim < shape.size() && shape.size() > 1; ++dim) {
    if (shape[dim] < 2 || shape[dim] > longest_dim) continue;
    const auto layers = layers_along(shape, dim);
    const std::optional<Order> order = order_along(context, layers);
    if (!order) continue;
    Order sources(element_count(shape));
    for (std::size_t at = 0; at < layers.size(); ++at) {
      for (std::size_t i = 0; i < layers[at].size(); ++i) sources[layers[at][i]] = layers[(*order)[at]][i];
    }
    hypotheses.insert(
        hypotheses.begin(),
        from_sources(context, std::move(sources), ": " + layers_text(shape.size(), dim) + " " + order_text(*order)));
  }
  return hypotheses;
}
}  // namespace softmax::check
