package ai.altertable.launcher.command;

import ai.altertable.foundation.lifecycle.DataSize;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

final class DataSizeConverter implements ITypeConverter<DataSize> {
  @Override
  public DataSize convert(String value) {
    try {
      return DataSize.parse(value);
    } catch (IllegalArgumentException | ArithmeticException malformed) {
      throw new TypeConversionException(String.valueOf(malformed.getMessage()));
    }
  }
}
