/// Files that become tables. Start reading at [ai.altertable.rest.upload.UploadResource].
@NullMarked
package ai.altertable.rest.upload;

import org.jspecify.annotations.NullMarked;
