// What a picture becomes before it is sent.

// As it is: shrinking on the device is another module's work, and this the place to call it.
export const shrunk = async (file) => file;
