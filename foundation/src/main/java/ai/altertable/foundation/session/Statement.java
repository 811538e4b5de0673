package ai.altertable.foundation.session;

/// One SQL statement, cut from a longer text.
///
/// @param text without the semicolon that ended it, and without comments around it
/// @param offset of the statement in the text that it was cut from, in characters from 0
public record Statement(String text, int offset) {}
