#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "bestfit/connect/write.h"

namespace bestfit::connect {

/// What is written: columns of the input by their place, then the added ones.
struct Layout {
  std::vector<InputColumn> input;
  std::vector<std::size_t> kept;  // places of input columns that are written
  std::vector<AddedColumn> added;
};

class RowSink {
 public:
  RowSink() = default;
  RowSink(const RowSink&) = delete;
  RowSink& operator=(const RowSink&) = delete;
  virtual ~RowSink() = default;
  virtual void write(const Batch& batch, const std::vector<AddedCells>& cells) = 0;
  virtual void finish() = 0;
};

std::unique_ptr<RowSink> csv_sink(const std::string& path, Layout layout, char delimiter);
std::unique_ptr<RowSink> json_sink(const std::string& path, Layout layout);
std::unique_ptr<RowSink> parquet_sink(const std::string& path, Layout layout, int threads);

}  // namespace bestfit::connect
