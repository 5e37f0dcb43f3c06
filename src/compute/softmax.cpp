#include "compute/softmax.h"

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <span>
#include <vector>

#include "compute/diagnosis.h"
#include "compute/method.h"
#include "core/error.h"
#include "core/formatted.h"
#include "core/pipeline.h"
#include "core/slices.h"

namespace softmax::compute {
namespace {
/// Elements that are read, computed and written at a time.
constexpr std::size_t block_elements = std::size_t{1} << 17;

/// The same for a larger panel: enough rows that the maxima and sums are not fetched again for every few of them.
constexpr std::size_t large_block_elements = std::size_t{1} << 18;

/// The same for wide rows, so that a block has several of them.
constexpr std::size_t maximum_elements = std::size_t{1} << 20;

/// Only a panel larger than a block is read twice.
bool needs_rereading(const Slices& slices) { return slices.panel_elements() > block_elements; }

/// Two passes over one tensor: every slice is reduced to its maximum and its sum, then every element is mapped. Panels
/// that fit a block go through both while they are in memory; a larger one is read twice. Neither the blocks nor the
/// bits of the result depend on the number of threads.
template <Real T, class Method>
class Walk {
 public:
  Walk(Source& source, const TensorHeader& header, const Request& request, const Slices& slices, Sink& sink,
       Progress& progress)
      : source_(source),
        dtype_(header.dtype),
        request_(request),
        slices_(slices),
        sink_(sink),
        progress_(progress),
        item_size_(traits(header.dtype).item_size),
        method_(request, header.dtype) {
    if (!request.wants_account) return;
    with_memory([&] { diagnosis_.emplace(request, header.shape, header.dtype, slices); },
                [&] {
                  const std::size_t count = slices.slices_per_panel();
                  return memory_error(static_cast<double>(count * Diagnosis::bytes_per_slice()),
                                      formatted("the account of {} slices at once (-q leaves it out)", count));
                });
  }

  std::optional<Outcome> run() {
    const bool is_read_twice = needs_rereading(slices_);
    progress_.begin(Stage::computing,
                    (is_read_twice ? 2 : 1) * slices_.panels() * slices_.panel_elements() * item_size_);
    if (is_read_twice) {
      for (std::size_t panel = 0; panel < slices_.panels(); ++panel) large_panel(panel);
    } else {
      whole_panels();
    }
    progress_.end(Stage::computing);
    if (!diagnosis_) return std::nullopt;
    return diagnosis_->finish();
  }

 private:
  /// What one worker has of a tensor at a time.
  struct Workspace {
    std::size_t first = 0;  ///< its first element, counted in the tensor
    std::span<const T> x;
    std::vector<T> y;
    Buffer buffer;      ///< for x, where the source needs one
    Prepared prepared;  ///< what the sink has made of y
  };

  /// Blocks of whole panels.
  void whole_panels() {
    const std::size_t elements = slices_.panel_elements();
    const std::size_t slices = slices_.slices_per_panel();
    const std::size_t panels_at_once = std::min(slices_.panels(), std::max<std::size_t>(block_elements / elements, 1));
    const std::size_t count = (slices_.panels() + panels_at_once - 1) / panels_at_once;
    const unsigned workers = workers_for(count);
    std::vector<Workspace> workspaces(workers);
    std::vector<Method> methods(workers, method_);
    for (Method& method : methods) method.resize(panels_at_once * slices);
    const auto panels_of = [&](std::size_t item) {
      return std::min(panels_at_once, slices_.panels() - item * panels_at_once);
    };
    in_order(
        workers, count,
        [&](std::size_t item, unsigned worker) {
          read(item * panels_at_once * elements, panels_of(item) * elements, workspaces[worker]);
        },
        [&](std::size_t item, unsigned worker) {
          whole_panels(workspaces[worker], panels_of(item), methods[worker]);
          prepare(workspaces[worker]);
        },
        [&](std::size_t item, unsigned worker) {
          for (std::size_t p = 0; p < panels_of(item); ++p) {
            const std::size_t panel = item * panels_at_once + p;
            observe(panel, panel * elements, elements, workspaces[worker]);
            close(panel, p * slices, methods[worker]);
          }
          write(workspaces[worker]);
          advance(workspaces[worker]);
        });
  }

  void whole_panels(Workspace& work, std::size_t panels, Method& method) const {
    work.y.resize(work.x.size());
    const std::size_t elements = slices_.panel_elements();
    const std::size_t slices = slices_.slices_per_panel();
    if (slices_.panel_is_one_piece()) {
      method.whole(work.x.data(), {slices_.length(), slices, slices}, panels, 0, work.y.data());
      return;
    }
    method.reset(0, panels * slices);
    for_each_piece(panels, elements, [&](const Slices::Piece& piece, std::size_t at, std::size_t slice) {
      method.reduce(work.x.data() + at, {piece.rows, piece.columns, piece.columns}, slice);
    });
    method.finish(0, panels * slices);
    for_each_piece(panels, elements, [&](const Slices::Piece& piece, std::size_t at, std::size_t slice) {
      method.map(work.x.data() + at, {piece.rows, piece.columns, piece.columns}, slice, work.y.data() + at);
    });
  }

  /// Calls visit(piece, its first element, its first slice) for the pieces of adjacent panels, counted from the first.
  template <class Visit>
  void for_each_piece(std::size_t panels, std::size_t elements, Visit visit) const {
    for (std::size_t p = 0; p < panels; ++p) {
      slices_.for_each_piece(0, elements, [&](const Slices::Piece& piece) {
        visit(piece, p * elements + piece.first, p * slices_.slices_per_panel() + piece.slice);
      });
    }
  }

  /// A panel that is read twice, in blocks of whole rows of slices side by side where they fit. Each block is reduced
  /// separately, and the maxima and sums are merged in order.
  void large_panel(std::size_t panel) {
    const std::size_t start = panel * slices_.panel_elements();
    const std::size_t row = slices_.inner();
    const std::size_t rows = std::max(large_block_elements / row, std::min(rows_worth_merging, maximum_elements / row));
    const std::size_t step = rows > 0 ? rows * row : large_block_elements;
    const std::size_t count = (slices_.panel_elements() + step - 1) / step;
    const unsigned workers = workers_for(count);
    std::vector<Workspace> workspaces(workers);
    const auto read_item = [&](std::size_t item, unsigned worker) {
      const std::size_t first = item * step;
      read(start + first, std::min(step, slices_.panel_elements() - first), workspaces[worker]);
    };
    const std::size_t slices = slices_.slices_per_panel();
    with_memory([&] { method_.resize(slices); },
                [&] {
                  return memory_error(static_cast<double>(slices) * Method::bytes_per_slice,
                                      formatted("the maxima and sums of {} slices at once", slices));
                });
    method_.reset(0, slices_.slices_per_panel());
    std::vector<Method> parts(workers, Method(request_, dtype_));
    for (Method& part : parts) part.resize(step / rows_worth_merging);
    in_order(
        workers, count, read_item,
        [&](std::size_t, unsigned worker) { reduce(start, workspaces[worker], parts[worker]); },
        [&](std::size_t, unsigned worker) {
          merge(start, workspaces[worker], parts[worker]);
          advance(workspaces[worker]);
        });
    method_.finish(0, slices_.slices_per_panel());
    in_order(
        workers, count, read_item,
        [&](std::size_t, unsigned worker) {
          map(start, workspaces[worker]);
          prepare(workspaces[worker]);
        },
        [&](std::size_t, unsigned worker) {
          const Workspace& work = workspaces[worker];
          observe(panel, work.first, work.x.size(), work);
          write(work);
          advance(work);
        });
    close(panel, 0, method_);
  }

  /// Reduces the pieces of a block into slices of `part`. merge() reduces those of few rows: that takes no longer.
  void reduce(std::size_t start, const Workspace& work, Method& part) const {
    std::size_t slice = 0;
    slices_.for_each_piece(work.first - start, work.x.size(), [&](const Slices::Piece& piece) {
      if (piece.rows < rows_worth_merging) return;
      part.reset(slice, piece.columns);
      part.reduce(of_piece(start, piece, work), {piece.rows, piece.columns, piece.columns}, slice);
      slice += piece.columns;
    });
  }

  void merge(std::size_t start, const Workspace& work, const Method& part) {
    std::size_t slice = 0;
    slices_.for_each_piece(work.first - start, work.x.size(), [&](const Slices::Piece& piece) {
      if (piece.rows < rows_worth_merging) {
        method_.reduce(of_piece(start, piece, work), {piece.rows, piece.columns, piece.columns}, piece.slice);
        return;
      }
      method_.merge(part, slice, piece.slice, piece.columns);
      slice += piece.columns;
    });
  }

  static const T* of_piece(std::size_t start, const Slices::Piece& piece, const Workspace& work) {
    return work.x.data() + (start + piece.first - work.first);
  }

  void map(std::size_t start, Workspace& work) const {
    work.y.resize(work.x.size());
    slices_.for_each_piece(work.first - start, work.x.size(), [&](const Slices::Piece& piece) {
      const std::size_t at = start + piece.first - work.first;
      method_.map(work.x.data() + at, {piece.rows, piece.columns, piece.columns}, piece.slice, work.y.data() + at);
    });
  }

  void advance(const Workspace& work) { progress_.advance(Stage::computing, work.x.size() * item_size_); }

  unsigned workers_for(std::size_t blocks) const {
    return static_cast<unsigned>(std::min<std::size_t>(request_.threads, blocks));
  }

  void read(std::size_t first, std::size_t count, Workspace& work) {
    work.first = first;
    work.x = source_.read(first, count, work.buffer).template as<T>();
  }

  void prepare(Workspace& work) const {
    work.prepared.clear();
    sink_.prepare(work.first, work.y, work.prepared);
  }

  void write(const Workspace& work) { sink_.write_prepared(work.y, work.prepared); }

  /// Shows the diagnosis elements [first, first + count) of the tensor, which are in one panel and in the block.
  void observe(std::size_t panel, std::size_t first, std::size_t count, const Workspace& work) {
    if (!diagnosis_) return;
    const std::size_t start = panel * slices_.panel_elements();
    slices_.for_each_piece(first - start, count, [&](const Slices::Piece& piece) {
      const std::size_t at = start + piece.first - work.first;
      diagnosis_->observe(panel, piece, work.x.data() + at, work.y.data() + at);
    });
  }

  void close(std::size_t panel, std::size_t slice, const Method& method) {
    if (!diagnosis_) return;
    std::span<const double> totals;
    if constexpr (std::same_as<Method, NaiveMethod<T>>) {
      totals = method.totals().subspan(slice, slices_.slices_per_panel());
    }
    diagnosis_->close_panel(panel, totals);
  }

  static constexpr std::size_t rows_worth_merging = 8;

  Source& source_;
  Dtype dtype_;
  const Request& request_;
  const Slices& slices_;
  Sink& sink_;
  Progress& progress_;
  std::size_t item_size_;
  Method method_;  ///< of a large panel; a worker on whole panels has its own
  std::optional<Diagnosis> diagnosis_;
};

/// All values of a source that can't be read again.
template <Real T>
std::vector<T> read_all(Source& source, const TensorHeader& header) {
  const std::size_t count = element_count(header.shape);
  std::vector<T> values;
  Buffer buffer;
  const auto read_blocks = [&] {
    for (std::size_t first = 0; first < count; first += block_elements) {
      const auto block = source.read(first, std::min(block_elements, count - first), buffer).as<T>();
      values.insert(values.end(), block.begin(), block.end());
    }
  };
  with_memory(read_blocks, [&] {
    return memory_error(memory_size(header.shape, header.dtype), tensor_text("tensor", header.shape, header.dtype) +
                                                                     ", which is read twice, and a pipe can't be");
  });
  return values;
}

template <Real T>
std::optional<Outcome> walk(Source& source, const TensorHeader& header, const Request& request, const Slices& slices,
                            Sink& sink, Progress& progress) {
  if (!source.rereadable() && needs_rereading(slices)) {
    MemorySource memory(read_all<T>(source, header));
    return walk<T>(memory, header, request, slices, sink, progress);
  }
  if (request.mode == Mode::naive) {
    return Walk<T, NaiveMethod<T>>(source, header, request, slices, sink, progress).run();
  }
  return Walk<T, StableMethod<T>>(source, header, request, slices, sink, progress).run();
}
}  // namespace

std::optional<Outcome> softmax(Source& source, const TensorHeader& header, const Request& request, Sink& sink,
                               Progress& progress) {
  const Slices slices(header.shape, request.dims);
  sink.begin(header);
  std::optional<Outcome> outcome;
  if (element_count(header.shape) == 0) {
    if (request.wants_account) outcome = Diagnosis(request, header.shape, header.dtype, slices).finish();
  } else if (header.dtype == Dtype::float64) {
    outcome = walk<double>(source, header, request, slices, sink, progress);
  } else {
    outcome = walk<float>(source, header, request, slices, sink, progress);
  }
  sink.end();
  return outcome;
}
}  // namespace softmax::compute
