package ai.altertable.foundation.error;

/// Who must act on an error, and so how every protocol answers it.
public enum ErrorKind {
  /// The request is wrong in itself; the caller must change it.
  INVALID,
  /// The caller did not prove who it is.
  UNAUTHENTICATED,
  /// The caller is known and may not do this.
  FORBIDDEN,
  /// The request names something that does not exist, or that the caller may not see.
  NOT_FOUND,
  /// The request collides with the present state; repeating it may succeed.
  CONFLICT,
  /// The request is well formed and asks for something that does not exist here.
  UNSUPPORTED,
  /// A limit is reached; the caller should wait, or ask for less.
  EXHAUSTED,
  /// The caller, or an administrator, asked for the end.
  CANCELLED,
  /// Something behind us is away; the same request may succeed later.
  UNAVAILABLE,
  /// We are at fault; the operator must look at the log.
  INTERNAL
}
