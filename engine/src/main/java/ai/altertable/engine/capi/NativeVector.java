package ai.altertable.engine.capi;

/// A column of a chunk, or a part of one. All vectors that results give are flat: cell `i` belongs
/// to row `i`. Valid as long as its chunk.
///
/// Layouts (DuckDB's `types/vector.hpp`): fixed-width values lie side by side; a string is 16 bytes
/// of `length:u32` and either up to 12 bytes of text or `prefix:u32, pointer:u64`; a list is
/// `offset:u64, length:u64` into its child; a struct has no cells but children; an array of size n
/// has no cells but a child with n cells a row.
public final class NativeVector {
  private final CApi api;
  private final long handle;

  NativeVector(CApi api, long handle) {
    this.api = api;
    this.handle = handle;
  }

  /// The address of the first cell.
  public long cells() {
    return api.result().vectorCells.call(handle);
  }

  /// The address of the validity mask: a bit for each row, from the lowest of each 64-bit word, set
  /// where there is a value. 0 when no row is NULL.
  public long validity() {
    return api.result().vectorValidity.call(handle);
  }

  /// The elements of the lists, or the entries of the maps (a struct of key and value).
  public NativeVector listChild() {
    return new NativeVector(api, api.result().listChild.call(handle));
  }

  /// The elements of the arrays.
  public NativeVector arrayChild() {
    return new NativeVector(api, api.result().arrayChild.call(handle));
  }

  /// A member of the structs; of unions member 0 is the tag.
  public NativeVector structChild(int member) {
    return new NativeVector(api, api.result().structChild.call(handle, member));
  }
}
