#include "write/writer.h"

#include "core/error.h"
#include "write/csv.h"
#include "write/json.h"
#include "write/npy.h"
#include "write/numpy.h"
#include "write/torch.h"

namespace softmax::write {

std::unique_ptr<Sink> open_writer(Output& output, const Options& options) {
  switch (options.format) {
    case Format::json:
    case Format::jsonl:
      return json_writer(output, options);
    case Format::csv:
    case Format::tsv:
      return csv_writer(output, options);
    case Format::npy:
      return npy_writer(output);
    case Format::torch:
      return torch_writer(output, options);
    case Format::numpy:
      return numpy_writer(output, options);
    case Format::text:
      break;
  }
  throw Error("text is a format to read; expected one to write: json, jsonl, csv, tsv, npy, torch or numpy");
}

}  // namespace softmax::write
